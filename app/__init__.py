"""ShikshaSetu: a textbook page becomes a reviewed, spoken lesson on a USB stick, offline.

Layers, a line may import only the lines below it::

    __main__
    bootstrap
    ui | cli
    lesson | export
    library | checks | review
    jobs | inference | store
    config
    domain
"""

__version__ = "0.1.0"
