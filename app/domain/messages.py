"""Every sentence the application may show about input or environment, in English, by key.

What happened - what was kept - what to do. The window translates the English sentence with Qt Linguist (context
``Messages``), so a sentence is written here once and its placeholders are named.
"""

from __future__ import annotations

MESSAGES: dict[str, str] = {
    # getting a page in
    "import.not_found": "{name} is not there any more. Nothing was changed. Check the stick or the folder and try again.",
    "import.not_a_file": "{name} is not a file. It was not added. Choose the file itself.",
    "import.address": "{name} is an address and not a file. It was not added. Save the page as a file and add that.",
    "import.no_permission": "{name} may not be read by you. It was not added. Copy it to a folder of your own and try again.",
    "import.empty_file": "{name} is empty. It was not added. Choose another file.",
    "import.unknown_format": (
        "{name} is not a PDF, a picture, a Word document or a text file. It was not added. Choose another file."
    ),
    "import.other_picture": (
        "{name} is a picture in a format that this app does not read ({detail}). It was not added. Save it as JPEG or"
        " PNG and add that."
    ),
    "import.damaged": "{name} cannot be read: the file is damaged or cut short. It was not added. Copy it again and retry.",
    "import.no_pages": "{name} has no pages. It was not added. Choose another file.",
    "import.encrypted": "{name} is locked with a password. It was not added. Save a copy without the password first.",
    "import.too_large": "{name} is too large to open safely ({detail}). It was not added. Use a smaller file.",
    "import.too_slow": (
        "{name} took more time or memory than a page may take, so reading was stopped. It was not added."
        " Try a photo of the page."
    ),
    "import.unknown_encoding": (
        "{name} is text in an encoding that could not be recognised. It was not added. Save it as UTF-8 and retry."
    ),
    "import.zero_bytes": (
        "{name} is text with zero bytes in it, so it is damaged or no text. It was not added. Open it in an editor and"
        " save it as UTF-8."
    ),
    "import.legacy_font": (
        "{name} is typed in an old font that only its own computer can show. It was not added. Save it there as PDF, or"
        " take a photo of the page, and add that."
    ),
    "import.unsafe": (
        "{name} has something in it that is not safe to open ({detail}). It was not added. Open it in Word and save it"
        " again as DOCX or PDF."
    ),
    "import.no_text": (
        "No text that this app can read was found on {name}. The picture is kept. Take the photo again in better light,"
        " closer."
    ),
    "import.unknown_script": (
        "{name} is in a script that this app does not read ({detail}). Nothing was made. It reads English and ten"
        " Indian languages."
    ),
    "import.vanished": "{name} went away while it was being read. What was read before is kept. Put it back and try again.",
    "import.mixed": "Several files become one lesson only when all of them are pictures. Add the others one at a time.",
    "import.ocr_missing": (
        "Tesseract, which reads pictures, is not installed or lacks {detail}. Nothing was lost. Install the app again."
    ),
    "worker.stopped": "The part of the app that does this stopped unexpectedly and was started again. Please try once more.",
    "engine.resting": (
        "The model {name} failed several times and is left alone for half a minute. What was finished before is kept."
        " Try again later, or use the built-in way."
    ),
    "engine.out_of_memory": (
        "There is too little free memory for the model {name}. What was finished before is kept. Close other programs,"
        " or choose a smaller model."
    ),
    "engine.stream_broken": (
        "The model {name} stopped in the middle of its answer and was started again. Please try once more."
    ),
    "engine.load_failed": (
        "The model {name} could not be started. Nothing was changed. Verify it on the Models page, or install it again."
    ),
    "engine.too_large": (
        "The model {name} needs {needed} of memory, and models may use {budget} on this computer. Nothing was changed."
        " Choose a smaller model."
    ),
    "engine.no_room": (
        "There is no room for the model {name} now: it needs {needed} of memory. What was finished before is kept."
        " Try again in a minute, or close other programs."
    ),
    "engine.library_missing": (
        "The part {library} that this model needs is not installed. Nothing was changed. Install the app with its"
        " engines again, or use the built-in way."
    ),
    "engine.not_this_model": (
        "The model {name} is not what it says it is ({detail}). Nothing was changed. Fetch it again from its publisher."
    ),
    "engine.too_long": ("The text is too long for the model {name}. Nothing was changed. Use a shorter part of it."),
    "engine.other_languages": (
        "The model {name} does not translate from {source} into {target}. Nothing was changed. Choose another model or"
        " language."
    ),
    "engine.other_voice": (
        "The voice {name} does not speak {language}. Nothing was changed. Choose another voice or language."
    ),
    "computer.no_room": (
        "This computer has too little memory or too many open files for this. What was finished before is kept."
        " Close other programs and try again."
    ),
    # the data folder
    "data.locked": (
        "Another window or command is using the data folder {path}. Nothing was changed. Close it and try again."
    ),
    "data.folder_gone": (
        "The data folder {path} is not there. Nothing was changed. Put its disk back in and open the window again."
    ),
    "data.not_writable": "The data folder {path} cannot be written to. Nothing was changed. Choose another folder.",
    "data.disk_full": "The disk is full. What was saved before is kept. Free some space and try again.",
    "data.too_new": "The data in {path} was made by a newer version of this app. Nothing was changed. Update the app.",
    "data.damaged": (
        "The data file {path} is damaged and there is no good backup. It was kept as it is. Restore a backup by hand."
    ),
    "data.damaged_with_backup": (
        "The data file {path} is damaged or gone. Nothing was changed. There is a good backup of {when}: open the"
        " window again to bring it back."
    ),
    "data.not_a_file": (
        "{path} is not a file but a folder, a device or a link to nowhere, so the data cannot be opened. Nothing was"
        " changed. Move it away, or choose another folder."
    ),
    "data.no_folder": "{path} is not a folder, so no data can be in it. Nothing was changed. Choose another folder.",
    "data.not_readable": (
        "The data file {path} may not be read by you. Nothing was changed. Ask its owner, or choose another folder."
    ),
    "data.recovered": "The data file was damaged and was repaired from the backup of {when}. The damaged file is kept: {kept}",
    "data.salvaged": "The data file was damaged. What could be read was saved. The damaged file is kept: {kept}",
    "data.sqlite_too_old": (
        "This Python's SQLite ({detail}) is too old to keep data safe. Nothing was changed. Install the app again."
    ),
    "data.io": "The disk did not answer while writing to {path}. What was saved before is kept. Check the disk and retry.",
    "index.bad_vector": (
        "The model for searching by meaning gave a vector that cannot be used ({detail}). Nothing was changed, and"
        " searching by words goes on. Install that model again."
    ),
    "data.media_gone": (
        "A picture or sound that belongs here is gone from the data folder or damaged. All text is kept. Add the page"
        " again to bring it back."
    ),
    # lessons and review
    "lesson.not_found": "There is no lesson {id}.",
    "lesson.deleted": "The lesson {id} was deleted. Nothing was done with it. Bring it back first.",
    "lesson.no_passage": "There is no passage {number}. Nothing was changed. The last one is {last}.",
    "lesson.fixed_passage": (
        "Passage {number} is a table, a picture or a formula and stays as it is on the page. Nothing was changed."
        " Correct the page instead."
    ),
    "document.not_found": "There is no document {id}.",
    "facts.class": "A class is a number from 1 to 12, not {value}.",
    "page.has_corrections": (
        "This page has corrections of yours, and reading it again would lose them. Nothing was changed."
        " Say that they may go, or leave the page as it is."
    ),
    "page.not_found": "There is no page {id}.",
    "page.no_block": "There is no block {number} on this page. Nothing was changed. It has {count}, counted from 0.",
    "page.last": "This is the only page of its document. Nothing was changed. Remove the document instead.",
    "page.wrong_order": (
        "An order names every page of the document exactly once. Nothing was changed. Name them all and try again."
    ),
    "lesson.no_language": (
        "No lesson in {languages} can be made from this page yet. Nothing was made. Make it in the language of the page."
    ),
    "lesson.translation_stopped": (
        "The model {name} stopped while it translated into {language}: {done} of {total} parts are done and kept. Make"
        " the lesson again to go on, or choose another model in Settings."
    ),
    "lesson.other_language": (
        "The page is not in a language that this app makes lessons in. The page is kept. It makes lessons in {languages}."
    ),
    "lesson.engine_fell_back": (
        "The language model did not answer for a part of the text, so the built-in rules made that part. Make the lesson"
        " again to try once more."
    ),
    "lesson.model_refused": "No sentence of the language model passed the checks, so the built-in rules made the text.",
    "lesson.guard_stopped": (
        "The safety check stopped something that the language model wrote, so the built-in rules' own stands there."
    ),
    "lesson.guard_silent": (
        "The safety check gave no clear answer about something that the language model wrote, so the built-in rules' own"
        " stands there."
    ),
    "lesson.already_at_level": "No sentence was made easier: nothing on this page can be changed safely.",
    "lesson.voice_fell_back": (
        "The best voice of this language did not answer when the lesson was made, so another voice read it."
    ),
    "lesson.nothing_to_teach": "The page has too little text for a lesson. The page is kept. Add more pages or correct the text.",
    "lesson.pages_unread": (
        "{count} pages of this document are not read yet. Nothing was made. Add the document again to read them."
    ),
    "lesson.changed_elsewhere": "The lesson was changed in the meantime. Your words are kept on screen. Open it again and retry.",
    "review.needs_person": (
        "Not every sentence is green (could not be checked: {amber}, need a decision: {red}), so the lesson waits for"
        " review. It is kept."
    ),
    "review.not_approved": ("The lesson waits for a person's decision, so it was not saved to the stick. It is kept."),
    "review.was_rejected": ("This lesson was rejected, so it was not saved to the stick. It is kept."),
    "review.not_reopened": "This lesson is not approved, so there is nothing to reopen. Nothing was changed.",
    "review.reason_needed": "A red finding can be approved only with a reason. Nothing was changed. Type why it is right.",
    "review.reject_reason_needed": "A rejection needs a reason. Nothing was changed. Type what has to change.",
    "review.no_reviewer": "There is no reviewer yet. Nothing was changed. Say who decides.",
    "review.already_decided": "This version was already {state}. Nothing was changed.",
    # packs
    "pack.not_approved": "Lesson {id} has no approved version, so it was not saved. Approve it first.",
    "pack.taken_back": (
        "The approval of lesson {id} was taken back, so it was not saved. It is kept. Decide on it again, or save the version"
        " that was approved as {id}@{number}."
    ),
    "pack.no_drive": "{path} is not a folder that can be written to. Nothing was saved. Put the stick in and try again.",
    "pack.no_space": "{path} has {free} free and the lessons need {needed}. Nothing was saved. Free some space and try again.",
    "pack.file_too_large": "{name} is larger than 4 GB, which {path} may not hold. Nothing was saved. Make the lesson shorter.",
    "pack.drive_full": "{path} became full at lesson {number}. {complete} complete lessons are on it. Free some space and retry.",
    "pack.drive_read_only": "{path} cannot be written to. Nothing was saved. Unlock the stick or use another one.",
    "pack.drive_gone": (
        "The stick was taken out or stopped answering at lesson {number}. {complete} complete lessons are on it."
        " Put it back and save again."
    ),
    "pack.cannot_eject": (
        "{path} could not be let go of. The lessons on it are complete. Close what else uses it, then try again."
    ),
    "pack.readback_differs": (
        "What was read back from {path} is not what was written ({name}). The stick may be failing. Use another one."
    ),
    "pack.not_a_pack": "{path} is not a ShikshaSetu stick or pack: there is no SHA256SUMS in it.",
    "pack.damaged": "The pack in {path} is not as it was saved: {detail}",
    "pack.nothing_to_save": (
        "Lesson {id} has nothing to save as {formats}. Nothing was saved. Choose another format or leave the voice in."
    ),
    "pack.unknown_format": "The format {name} is not known. Formats: {known}.",
    # voice
    "speech.failed": "The voice could not speak {language}. The lesson is kept without sound. Try again later.",
    "speech.nothing_to_say": "There is nothing here that the voice can speak. Nothing was changed.",
    "speech.online_failed": "The voice from the internet did not speak: {detail}.",
    "recording.unreadable": (
        "{name} is not a recording that can be read. Nothing was changed. Choose a sound file: WAV, MP3, OGG or M4A."
    ),
    "recording.only_wav": (
        "{name} cannot be read: without the extra part “sound” this app reads WAV alone. Nothing was changed. Install"
        " that part, or save the recording as WAV."
    ),
    "recording.too_big": (
        "{name} is bigger than {megabytes} MB. Nothing was changed. Record this passage alone, and choose that file."
    ),
    "recording.too_long": (
        "{name} is longer than {minutes} minutes. Nothing was changed. Record this passage alone, and choose that file."
    ),
    "recording.silent": (
        "Nothing can be heard in {name}. Nothing was changed. Record it again, closer to the microphone."
    ),
    "recording.not_spoken": (
        "Passage {number} is not read aloud, so it takes no recording. Nothing was changed. Choose a heading or a"
        " paragraph."
    ),
    "recording.none": "Passage {number} has no recording. Nothing was changed.",
    # downloads, and packs of models on a stick
    "download.address": (
        "{url} is not an address that may be downloaded from. Nothing was fetched. Use one that begins with https."
    ),
    "download.no_connection": (
        "{host} cannot be reached, so {name} is not whole yet. What was fetched is kept. Check the network"
        " and try again."
    ),
    "download.server_busy": (
        "{host} is busy or out of order, so {name} is not whole yet. What was fetched is kept. Try again later."
    ),
    "download.unexpected_answer": (
        "What {host} answers is not the file {name}. Nothing of it was used. Look whether the network asks"
        " you to log in, and try again."
    ),
    "download.not_on_server": (
        "{host} does not have {name}. Nothing was fetched. Look whether there is a newer catalogue of models."
    ),
    "download.needs_token": (
        "The publisher gives {name} only to people who asked. Nothing was fetched. Fill in the form on"
        " {host} and enter your token here."
    ),
    "download.no_access": (
        "The publisher has not let you have {name} with your token. Nothing was fetched. Fill in the form on"
        " {host}, or check the token."
    ),
    "download.proxy": (
        "The proxy of this network does not let the download through ({detail}). What was fetched is kept."
        " Ask who looks after the network."
    ),
    "download.server_not_trusted": (
        "{host} could not prove that it is {host}. Nothing was fetched. Check the date of this computer, or"
        " use another network."
    ),
    "download.wrong_content": (
        "{name} came twice with a content that is not the publisher's, so it was thrown away. Nothing was"
        " installed. Try another network."
    ),
    "download.no_space": (
        "{name} needs {needed} and this drive has {free} free. Nothing was written. Free some space and try again."
    ),
    "download.running": "Another window or command is fetching {name} now. Nothing was changed. Wait until it is done.",
    "modelpack.not_a_pack": (
        "{path} holds no pack of models. Nothing was installed. Choose the folder that has manifest.json in it."
    ),
    "modelpack.unreadable": (
        "The pack in {path} cannot be read any more. Nothing was installed. Put the stick back in and try again."
    ),
    "modelpack.not_signed": (
        "The signature of the pack in {path} does not fit what is in it. Nothing was installed. Make the pack again."
    ),
    "modelpack.damaged": "{name} in the pack is damaged or is another file. Nothing was installed. Copy the pack again.",
    "modelpack.not_trusted": "You did not trust the laptop {fingerprint} that made this pack. Nothing was installed.",
    "modelpack.needs_trust": (
        "Nobody here has trusted the laptop {fingerprint} yet, which made this pack. Nothing was installed. Compare this"
        " with what that laptop showed, then say that you trust it."
    ),
    "modelpack.other_laptop": (
        "The laptop {fingerprint} made this pack and not {wanted}. Nothing was installed. Look whether it is the right one."
    ),
    "modelpack.unknown_model": (
        "The catalogue of this laptop does not know {name}. Nothing was installed. Get a newer catalogue of models first."
    ),
    "modelpack.older": (
        "This pack has an older {name} than the one that came from the same laptop. Nothing was installed."
        " Use the newer pack."
    ),
    "modelpack.source_changed": (
        "{name} is not as it was installed, so it was not put into the pack. Nothing was signed. Install the"
        " model again."
    ),
    "modelpack.readback_differs": (
        "What was read back from {name} is not what was written. The pack is not signed. The stick may be"
        " failing: use another one."
    ),
    "modelpack.in_the_way": (
        "{name} is in the way of the pack: no export wrote it. It was left as it is. Take it away, or choose another"
        " folder."
    ),
    "modelpack.nothing": "No model was chosen, so no pack was made. Choose at least one.",
    # start
    "backup.none": "There is no backup to restore in {path}. Nothing was changed.",
    "doctor.broken": "Something on this computer does not work: {names}. Nothing was changed. Install the app again.",
    "usage.wrong_content": (
        "{name} does not hold parts of a lesson: {detail}. Nothing was changed. Mend it and try again."
    ),
    "usage.no_setting": "There is no setting {name}. Nothing was changed. There are: {known}.",
    "usage.wrong_setting": "{value} does not fit the setting {name}: {detail}. Nothing was changed. Choose another value.",
    "usage.no_text": "There is no text to use. Type or paste some text first.",
    "ask.no_words": "There is no word in the question. Nothing was looked up. Type what you want to know.",
    "ask.no_library": "There is nothing in the library yet. Add a book or a page first, then ask again.",
    # results of steps for other laptops
    "results.nothing": "Nothing was computed yet that another laptop could use. Nothing was written. Make a lesson first.",
    "results.too_many": "{count} results are more than the {most} that fit in one folder. They were not written. Choose documents.",
    "results.no_folder": "{path} is not a folder. Nothing was written. Put the stick in, or choose another folder.",
    "results.no_space": "{path} has {free} free and the results need {needed}. Nothing was written. Free some space and try again.",
    "results.full": "{path} became full. What was written is kept. Free some space and do it again: it goes on from there.",
    "results.read_only": "{path} cannot be written to. Nothing of it is used yet. Unlock the stick or use another one.",
    "results.gone": "{path} was taken out or stopped answering. What was written is kept. Put it back and do it again.",
    "results.none_there": "There are no results of another laptop in {path}. Nothing was changed. Choose the stick or folder again.",
    # models: the catalogue and what is installed
    "models.unknown": "There is no model {name}. Nothing was changed. Models: {known}.",
    "models.catalogue_unsigned": (
        "The catalogue of models in {path} is not signed by the project ({name}). It was not used. Get it again."
    ),
    "models.catalogue_damaged": "The catalogue of models in {path} makes no sense: {detail}. It was not used. Get it again.",
    "models.catalogue_old": (
        "This catalogue of models is version {version} and the one in use is {current}. It was not used. Get a newer one."
    ),
    "models.no_folder": "{path} is not a folder that can be read. Nothing was installed. Choose the folder of the model.",
    "models.not_a_model": "{path} holds no model that this app knows: {detail}. Nothing was installed. Choose another folder.",
    "models.runs_code": (
        "{name} can run code ({detail}), and no model needs that. Nothing was installed. Take it out or get the model again."
    ),
    "models.link": "{name} is a link and not a file. Nothing was installed. Copy the file itself into the folder.",
    "models.unsafe_name": "{name} is no name for a file of a model. Nothing was installed. Get the model again.",
    "models.same_name": (
        "{name} and {other} would be one file on many disks. Nothing was installed. Get the model again."
    ),
    "models.missing_file": "{name} is missing from the model. Nothing was installed. Copy the whole folder again.",
    "models.extra_file": "{name} does not belong to the model. Nothing was installed. Take it out and try again.",
    "models.damaged_file": "{name} is damaged: {detail}. Nothing was installed. Copy it again.",
    "models.wrong_architecture": "This is {found} and not {wanted}. Nothing was installed. Choose the folder of {wanted}.",
    "models.wrong_hash": "{name} is not the file that its publisher gave out. Nothing was installed. Get the model again.",
    "models.too_big": (
        "{name} needs {needs} MB of memory and this computer has {budget} MB for models. Nothing was installed. {smaller}"
        " fits."
    ),
    "models.too_big_for_all": (
        "{name} needs {needs} MB of memory and this computer has {budget} MB for models. Nothing was installed. No smaller"
        " model does this job: it stays with the built-in engine."
    ),
    "models.no_space": (
        "{name} needs {needs} MB on the disk and {free} MB are free. Nothing was installed. Free some space and try again."
    ),
    "models.source_gone": "{name} cannot be read any more ({detail}). Nothing was installed. Check the stick and try again.",
    "models.changed_source": "{name} changed while it was copied. Nothing was installed. Try again.",
    "models.not_converted": (
        "The files of {name} could not be converted: they are damaged, or not what they say they are ({detail})."
        " Nothing was installed. Get the model again."
    ),
    "models.not_convertible": (
        "{name} has to be converted before it runs, and the part that does so ({detail}) is not installed. Nothing was"
        " changed. Choose a folder with the model ready to run."
    ),
    "models.other_content": (
        "{name} is installed already, with other content. Nothing was changed. Remove it first if the new one is right."
    ),
    "models.needs_licence": (
        "{name} comes under conditions: {licence} Nothing was fetched. Read them at {url}, and say that you accept them."
    ),
    "models.licence_refused": "You did not accept the conditions of {name}. Nothing was fetched.",
    "models.other_licence": (
        "{name} comes under another licence now than the one that was shown. Nothing was fetched. Look at it again."
    ),
    "models.bad_token_set": (
        "What is set as HF_TOKEN is no token of the hub. Nothing was fetched. Copy it again from your page on the hub,"
        " or take HF_TOKEN away."
    ),
    "models.bad_token": "This is no token of the hub. Nothing was stored. Copy it again from your page on the hub.",
    "models.not_installed": "{name} is not installed. Nothing was changed. Installed: {known}.",
    "models.bench_not_here": "{name} does not run on this computer as {detail}. It was not measured.",
    "models.bench_no_shape": (
        "{name} is not installed, and its shape is not known. It was not measured. Install it first."
    ),
    "models.bench_too_large": "{name} was not measured. {detail}",
    "models.bench_no_time": (
        "{name} was not measured: a quick measurement ends after {minutes} minutes. What was measured is kept."
        " Measure it alone, or not quickly."
    ),
    "models.bench_doubtful": (
        "Something else keeps this computer busy, so what was measured was not kept. Close other programs and measure"
        " again."
    ),
    "models.bench_no_memory": (
        "{name} needs {needs} MB of memory and {free} MB are free. It was not measured. Close other programs"
        " and try again."
    ),
    "models.bench_no_space": (
        "Random weights for {name} need {needs} MB on the disk and {free} MB are free. It was not measured."
        " Free some space, or install the model."
    ),
    "models.bench_no_answer": "{name} gave no answer that could be measured. The others were measured.",
    "models.bench_broke": "{name} broke while it was measured ({detail}). The others were measured.",
    "models.bench_failed": (
        "{names} could not be measured. What was measured is stored. Verify the models and try again."
    ),
    "models.bench_nothing": "Nothing could be measured on this computer. {detail}",
    "models.bench_stopped": "Stopped. What was measured before is stored.",
    "models.in_use": "{name} is in use. It was not removed. End what uses it and try again.",
    "models.damaged": "{name} is not as it was installed: {detail}. Remove it and install it again.",
}
"""Sentences by key; placeholders are named."""
