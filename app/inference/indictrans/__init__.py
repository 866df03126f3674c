"""What IndicTrans2 expects of text and what it gives back: pure Python, no model library.

Written anew after the published pipeline of the model (AI4Bharat IndicTrans2, the Indic NLP Library and Moses); the
faults found in those are left out on purpose and named where the rule stands.
"""
