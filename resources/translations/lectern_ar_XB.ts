<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ar_XB" sourcelanguage="en">
<context>
    <name>ArrangeCommands</name>
    <message>
        <source>Turn the page left</source>
        <translation>⟦Tûrñ thé pàgé léft·······⟧</translation>
    </message>
    <message>
        <source>Turn the page right</source>
        <translation>⟦Tûrñ thé pàgé rîght········⟧</translation>
    </message>
    <message>
        <source>Leave pages out, or take them in (in the list of pages)</source>
        <translation>⟦Léàvé pàgéš öût, ör tàké thém îñ (îñ thé lîšt öf pàgéš)······················⟧</translation>
    </message>
    <message>
        <source>Move pages earlier (in the list of pages)</source>
        <translation>⟦Mövé pàgéš éàrlîér (îñ thé lîšt öf pàgéš)················⟧</translation>
    </message>
    <message>
        <source>Move pages later (in the list of pages)</source>
        <translation>⟦Mövé pàgéš làtér (îñ thé lîšt öf pàgéš)················⟧</translation>
    </message>
    <message>
        <source>Next document</source>
        <translation>⟦Néxt döçûméñt·····⟧</translation>
    </message>
    <message>
        <source>Previous document</source>
        <translation>⟦Prévîöûš döçûméñt·······⟧</translation>
    </message>
</context>
<context>
    <name>CheckPanel</name>
    <message>
        <source>Print that no region covers</source>
        <translation>⟦Prîñt thàt ñö régîöñ çövérš···········⟧</translation>
    </message>
    <message>
        <source>Text without print beneath it</source>
        <translation>⟦Téxt wîthöût prîñt béñéàth ît············⟧</translation>
    </message>
    <message>
        <source>Not in any region, but in the file's text</source>
        <translation>⟦Nöt îñ àñý régîöñ, bût îñ thé fîlé'š téxt················⟧</translation>
    </message>
    <message>
        <source>Only in the file's text</source>
        <translation>⟦Öñlý îñ thé fîlé'š téxt·········⟧</translation>
    </message>
    <message>
        <source>Not in the file's text</source>
        <translation>⟦Nöt îñ thé fîlé'š téxt·········⟧</translation>
    </message>
    <message>
        <source>Other than the file's text</source>
        <translation>⟦Öthér thàñ thé fîlé'š téxt··········⟧</translation>
    </message>
    <message>
        <source>The page is being read.</source>
        <translation>⟦Thé pàgé îš béîñg réàd.·········⟧</translation>
    </message>
    <message>
        <source>Looking at the page…</source>
        <translation>⟦Löökîñg àt thé pàgé…········⟧</translation>
    </message>
    <message>
        <source>Read the page first: then its print and the file's own text are held against what was read.</source>
        <translation>⟦Réàd thé pàgé fîršt: théñ îtš prîñt àñd thé fîlé'š öwñ téxt àré héld àgàîñšt whàt wàš réàd.····································⟧</translation>
    </message>
    <message>
        <source>No unsure words</source>
        <translation>⟦Nö ûñšûré wördš······⟧</translation>
    </message>
    <message numerus="yes">
        <source>%n unsure word(s)</source>
        <translation>
            <numerusform>⟦%n ûñšûré wördš······⟧</numerusform>
            <numerusform>⟦%n ûñšûré wördš······⟧</numerusform>
            <numerusform>⟦%n ûñšûré wördš······⟧</numerusform>
            <numerusform>⟦%n ûñšûré wördš······⟧</numerusform>
            <numerusform>⟦%n ûñšûré wördš······⟧</numerusform>
            <numerusform>⟦%n ûñšûré wördš······⟧</numerusform>
        </translation>
    </message>
    <message>
        <source>Next</source>
        <translation>⟦Néxt··⟧</translation>
    </message>
    <message>
        <source>Go to the next unsure word</source>
        <translation>⟦Gö tö thé ñéxt ûñšûré wörd··········⟧</translation>
    </message>
    <message>
        <source>All print lies in regions</source>
        <translation>⟦Àll prîñt lîéš îñ régîöñš··········⟧</translation>
    </message>
    <message numerus="yes">
        <source>Unread print in %n place(s), %1 % of the page's</source>
        <translation>
            <numerusform>⟦Ûñréàd prîñt îñ %n plàçéš, %1 % öf thé pàgé'š··················⟧</numerusform>
            <numerusform>⟦Ûñréàd prîñt îñ %n plàçéš, %1 % öf thé pàgé'š··················⟧</numerusform>
            <numerusform>⟦Ûñréàd prîñt îñ %n plàçéš, %1 % öf thé pàgé'š··················⟧</numerusform>
            <numerusform>⟦Ûñréàd prîñt îñ %n plàçéš, %1 % öf thé pàgé'š··················⟧</numerusform>
            <numerusform>⟦Ûñréàd prîñt îñ %n plàçéš, %1 % öf thé pàgé'š··················⟧</numerusform>
            <numerusform>⟦Ûñréàd prîñt îñ %n plàçéš, %1 % öf thé pàgé'š··················⟧</numerusform>
        </translation>
    </message>
    <message>
        <source>All text has print beneath it</source>
        <translation>⟦Àll téxt hàš prîñt béñéàth ît············⟧</translation>
    </message>
    <message numerus="yes">
        <source>%n region(s) with text but no print beneath</source>
        <translation>
            <numerusform>⟦%n régîöñš wîth téxt bût ñö prîñt béñéàth················⟧</numerusform>
            <numerusform>⟦%n régîöñš wîth téxt bût ñö prîñt béñéàth················⟧</numerusform>
            <numerusform>⟦%n régîöñš wîth téxt bût ñö prîñt béñéàth················⟧</numerusform>
            <numerusform>⟦%n régîöñš wîth téxt bût ñö prîñt béñéàth················⟧</numerusform>
            <numerusform>⟦%n régîöñš wîth téxt bût ñö prîñt béñéàth················⟧</numerusform>
            <numerusform>⟦%n régîöñš wîth téxt bût ñö prîñt béñéàth················⟧</numerusform>
        </translation>
    </message>
    <message>
        <source>The file brings no text along to compare with</source>
        <translation>⟦Thé fîlé brîñgš ñö téxt àlöñg tö çömpàré wîth··················⟧</translation>
    </message>
    <message>
        <source>The same as the file's own text</source>
        <translation>⟦Thé šàmé àš thé fîlé'š öwñ téxt············⟧</translation>
    </message>
    <message numerus="yes">
        <source>%n difference(s) from the file's own text</source>
        <translation>
            <numerusform>⟦%n dîfféréñçéš fröm thé fîlé'š öwñ téxt················⟧</numerusform>
            <numerusform>⟦%n dîfféréñçéš fröm thé fîlé'š öwñ téxt················⟧</numerusform>
            <numerusform>⟦%n dîfféréñçéš fröm thé fîlé'š öwñ téxt················⟧</numerusform>
            <numerusform>⟦%n dîfféréñçéš fröm thé fîlé'š öwñ téxt················⟧</numerusform>
            <numerusform>⟦%n dîfféréñçéš fröm thé fîlé'š öwñ téxt················⟧</numerusform>
            <numerusform>⟦%n dîfféréñçéš fröm thé fîlé'š öwñ téxt················⟧</numerusform>
        </translation>
    </message>
    <message>
        <source>Print on the page (F8)</source>
        <translation>⟦Prîñt öñ thé pàgé (F8)·········⟧</translation>
    </message>
    <message>
        <source>Differences (F9)</source>
        <translation>⟦Dîfféréñçéš (F9)······⟧</translation>
    </message>
    <message>
        <source>What to look at on this page</source>
        <translation>⟦Whàt tö löök àt öñ thîš pàgé···········⟧</translation>
    </message>
    <message>
        <source>%1. Read: %2. In the file: %3</source>
        <translation>⟦%1. Réàd: %2. Îñ thé fîlé: %3············⟧</translation>
    </message>
    <message>
        <source>read: %1</source>
        <translation>⟦réàd: %1···⟧</translation>
    </message>
    <message>
        <source>in the file: %1</source>
        <translation>⟦îñ thé fîlé: %1······⟧</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>⟦Réàd··⟧</translation>
    </message>
    <message>
        <source>Make a region of this place and read it</source>
        <translation>⟦Màké à régîöñ öf thîš plàçé àñd réàd ît················⟧</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>⟦Délété··⟧</translation>
    </message>
    <message>
        <source>Delete this region; can be undone</source>
        <translation>⟦Délété thîš régîöñ; çàñ bé ûñdöñé·············⟧</translation>
    </message>
    <message>
        <source>Take</source>
        <translation>⟦Tàké··⟧</translation>
    </message>
    <message>
        <source>Take the file's words instead</source>
        <translation>⟦Tàké thé fîlé'š wördš îñštéàd············⟧</translation>
    </message>
</context>
<context>
    <name>CloseDialog</name>
    <message>
        <source>Close “%1”?</source>
        <translation>⟦Clöšé “%1”?····⟧</translation>
    </message>
    <message>
        <source>Quit?</source>
        <translation>⟦Qûît?··⟧</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>⟦Dîšçàrd···⟧</translation>
    </message>
    <message>
        <source>Keep open</source>
        <translation>⟦Kéép öpéñ····⟧</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>⟦Sàvé··⟧</translation>
    </message>
    <message>
        <source>What was read or changed in it is in no file yet.</source>
        <translation>⟦Whàt wàš réàd ör çhàñgéd îñ ît îš îñ ñö fîlé ýét.····················⟧</translation>
    </message>
    <message>
        <source>What was read or changed in %1 is in no file yet.</source>
        <translation>⟦Whàt wàš réàd ör çhàñgéd îñ %1 îš îñ ñö fîlé ýét.····················⟧</translation>
    </message>
    <message>
        <source>Save it and leave it open</source>
        <translation>⟦Sàvé ît àñd léàvé ît öpéñ··········⟧</translation>
    </message>
    <message>
        <source>Close and lose what is in no file</source>
        <translation>⟦Clöšé àñd löšé whàt îš îñ ñö fîlé·············⟧</translation>
    </message>
</context>
<context>
    <name>CopyMenu</name>
    <message>
        <source>Copy as</source>
        <translation>⟦Cöpý àš···⟧</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>⟦Téxt··⟧</translation>
    </message>
    <message>
        <source>Markdown</source>
        <translation>⟦Màrkdöwñ···⟧</translation>
    </message>
    <message>
        <source>Table (tabs and HTML)</source>
        <translation>⟦Tàblé (tàbš àñd HTML)········⟧</translation>
    </message>
</context>
<context>
    <name>CutDialog</name>
    <message>
        <source>What was cut</source>
        <translation>⟦Whàt wàš çût·····⟧</translation>
    </message>
    <message>
        <source>The model began to repeat itself and was stopped. This was taken off the end of the text:</source>
        <translation>⟦Thé mödél bégàñ tö répéàt îtšélf àñd wàš štöppéd. Thîš wàš tàkéñ öff thé éñd öf thé téxt:····································⟧</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>⟦Cöpý··⟧</translation>
    </message>
    <message>
        <source>Copy what was cut</source>
        <translation>⟦Cöpý whàt wàš çût·······⟧</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>⟦Tàké bàçk····⟧</translation>
    </message>
    <message>
        <source>Put it back behind the text</source>
        <translation>⟦Pût ît bàçk béhîñd thé téxt···········⟧</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>⟦Clöšé··⟧</translation>
    </message>
</context>
<context>
    <name>Dialogs</name>
    <message>
        <source>Open</source>
        <translation>⟦Öpéñ··⟧</translation>
    </message>
    <message>
        <source>Documents and pictures (%1)</source>
        <translation>⟦Döçûméñtš àñd pîçtûréš (%1)···········⟧</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>⟦Àll fîléš (*)·····⟧</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>⟦Sàvé àš···⟧</translation>
    </message>
    <message>
        <source>Documents in work (%1)</source>
        <translation>⟦Döçûméñtš îñ wörk (%1)·········⟧</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>⟦Sàvé··⟧</translation>
    </message>
</context>
<context>
    <name>DifferencePanel</name>
    <message>
        <source>Undo</source>
        <translation>⟦Ûñdö··⟧</translation>
    </message>
    <message>
        <source>Take the new reading back</source>
        <translation>⟦Tàké thé ñéw réàdîñg bàçk··········⟧</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>⟦Kéép··⟧</translation>
    </message>
    <message>
        <source>Keep the new reading</source>
        <translation>⟦Kéép thé ñéw réàdîñg········⟧</translation>
    </message>
</context>
<context>
    <name>DocumentRow</name>
    <message>
        <source>%1, %2</source>
        <translation>⟦%1, %2··⟧</translation>
    </message>
    <message>
        <source>Close %1</source>
        <translation>⟦Clöšé %1···⟧</translation>
    </message>
</context>
<context>
    <name>DropCover</name>
    <message numerus="yes">
        <source>Drop to open %n file(s)</source>
        <translation>
            <numerusform>⟦Dröp tö öpéñ %n fîléš········⟧</numerusform>
            <numerusform>⟦Dröp tö öpéñ %n fîléš········⟧</numerusform>
            <numerusform>⟦Dröp tö öpéñ %n fîléš········⟧</numerusform>
            <numerusform>⟦Dröp tö öpéñ %n fîléš········⟧</numerusform>
            <numerusform>⟦Dröp tö öpéñ %n fîléš········⟧</numerusform>
            <numerusform>⟦Dröp tö öpéñ %n fîléš········⟧</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EditCommands</name>
    <message>
        <source>Undo</source>
        <translation>⟦Ûñdö··⟧</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>⟦Rédö··⟧</translation>
    </message>
    <message>
        <source>Select regions</source>
        <translation>⟦Séléçt régîöñš······⟧</translation>
    </message>
    <message>
        <source>Draw a region and read it</source>
        <translation>⟦Dràw à régîöñ àñd réàd ît··········⟧</translation>
    </message>
    <message>
        <source>Move the page; or hold Space</source>
        <translation>⟦Mövé thé pàgé; ör höld Spàçé···········⟧</translation>
    </message>
    <message>
        <source>Select all regions of the page</source>
        <translation>⟦Séléçt àll régîöñš öf thé pàgé············⟧</translation>
    </message>
    <message>
        <source>Cut regions</source>
        <translation>⟦Cût régîöñš····⟧</translation>
    </message>
    <message>
        <source>Paste regions, files or a picture</source>
        <translation>⟦Pàšté régîöñš, fîléš ör à pîçtûré·············⟧</translation>
    </message>
    <message>
        <source>Delete regions</source>
        <translation>⟦Délété régîöñš······⟧</translation>
    </message>
    <message>
        <source>Edit the text</source>
        <translation>⟦Édît thé téxt·····⟧</translation>
    </message>
    <message>
        <source>Read the regions again…</source>
        <translation>⟦Réàd thé régîöñš àgàîñ…·········⟧</translation>
    </message>
    <message>
        <source>Merge regions</source>
        <translation>⟦Mérgé régîöñš·····⟧</translation>
    </message>
    <message>
        <source>Split the region at the pointer</source>
        <translation>⟦Splît thé régîöñ àt thé pöîñtér············⟧</translation>
    </message>
    <message>
        <source>Leave out of exports, or take in</source>
        <translation>⟦Léàvé öût öf éxpörtš, ör tàké îñ·············⟧</translation>
    </message>
    <message>
        <source>Lock or unlock</source>
        <translation>⟦Löçk ör ûñlöçk······⟧</translation>
    </message>
    <message>
        <source>Earlier in reading order</source>
        <translation>⟦Éàrlîér îñ réàdîñg ördér··········⟧</translation>
    </message>
    <message>
        <source>Later in reading order</source>
        <translation>⟦Làtér îñ réàdîñg ördér·········⟧</translation>
    </message>
    <message>
        <source>Copy regions, or words selected in the text</source>
        <translation>⟦Cöpý régîöñš, ör wördš šéléçtéd îñ thé téxt·················⟧</translation>
    </message>
    <message>
        <source>Show what was cut</source>
        <translation>⟦Shöw whàt wàš çût·······⟧</translation>
    </message>
</context>
<context>
    <name>EditTools</name>
    <message>
        <source>Select regions</source>
        <translation>⟦Séléçt régîöñš······⟧</translation>
    </message>
    <message>
        <source>Draw a region and read it</source>
        <translation>⟦Dràw à régîöñ àñd réàd ît··········⟧</translation>
    </message>
    <message>
        <source>Move the page</source>
        <translation>⟦Mövé thé pàgé·····⟧</translation>
    </message>
    <message>
        <source>Undo: %1</source>
        <translation>⟦Ûñdö: %1···⟧</translation>
    </message>
    <message>
        <source>Nothing to undo</source>
        <translation>⟦Nöthîñg tö ûñdö······⟧</translation>
    </message>
    <message>
        <source>Redo: %1</source>
        <translation>⟦Rédö: %1···⟧</translation>
    </message>
    <message>
        <source>Nothing to redo</source>
        <translation>⟦Nöthîñg tö rédö······⟧</translation>
    </message>
</context>
<context>
    <name>EmptyText</name>
    <message>
        <source>Looking for text on this page</source>
        <translation>⟦Löökîñg för téxt öñ thîš pàgé············⟧</translation>
    </message>
    <message>
        <source>✕ This page could not be read. %1</source>
        <translation>⟦✕ Thîš pàgé çöûld ñöt bé réàd. %1·············⟧</translation>
    </message>
    <message>
        <source>No text was found on this page.</source>
        <translation>⟦Nö téxt wàš föûñd öñ thîš pàgé.············⟧</translation>
    </message>
    <message>
        <source>This page has not been read yet. Its text appears here while it is read.</source>
        <translation>⟦Thîš pàgé hàš ñöt bééñ réàd ýét. Îtš téxt àppéàrš héré whîlé ît îš réàd.·····························⟧</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>⟦Rétrý··⟧</translation>
    </message>
    <message>
        <source>Read the page again</source>
        <translation>⟦Réàd thé pàgé àgàîñ········⟧</translation>
    </message>
    <message>
        <source>Read page</source>
        <translation>⟦Réàd pàgé····⟧</translation>
    </message>
    <message>
        <source>⚠ There is print on this page, but no text was found in it. Read it with another model, or draw a region around the print (R).</source>
        <translation>⟦⚠ Théré îš prîñt öñ thîš pàgé, bût ñö téxt wàš föûñd îñ ît. Réàd ît wîth àñöthér mödél, ör dràw à régîöñ àröûñd thé prîñt (R).··················································⟧</translation>
    </message>
    <message>
        <source>This page is blank.</source>
        <translation>⟦Thîš pàgé îš blàñk.········⟧</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export “%1”</source>
        <translation>⟦Éxpört “%1”····⟧</translation>
    </message>
    <message>
        <source>%1 (.%2)</source>
        <translation>⟦%1 (.%2)···⟧</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>⟦Chàñgé…···⟧</translation>
    </message>
    <message>
        <source>Change the folder, now %1</source>
        <translation>⟦Chàñgé thé földér, ñöw %1··········⟧</translation>
    </message>
    <message>
        <source>Some pages have not been read; only those that have are written.</source>
        <translation>⟦Sömé pàgéš hàvé ñöt bééñ réàd; öñlý thöšé thàt hàvé àré wrîttéñ.··························⟧</translation>
    </message>
    <message>
        <source>%1 is already there. Replace it?</source>
        <translation>⟦%1 îš àlréàdý théré. Réplàçé ît?·············⟧</translation>
    </message>
    <message>
        <source>✓ Written: %1</source>
        <translation>⟦✓ Wrîttéñ: %1·····⟧</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>⟦Éxpört··⟧</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>⟦Öpéñ földér····⟧</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>⟦Stöp··⟧</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>⟦Clöšé··⟧</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>⟦Càñçél··⟧</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>⟦Réplàçé···⟧</translation>
    </message>
    <message>
        <source>Export to</source>
        <translation>⟦Éxpört tö····⟧</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find in the text</source>
        <translation>⟦Fîñd îñ thé téxt······⟧</translation>
    </message>
    <message>
        <source>Find in the text of all pages</source>
        <translation>⟦Fîñd îñ thé téxt öf àll pàgéš············⟧</translation>
    </message>
    <message>
        <source>Previous place</source>
        <translation>⟦Prévîöûš plàçé······⟧</translation>
    </message>
    <message>
        <source>Next place</source>
        <translation>⟦Néxt plàçé····⟧</translation>
    </message>
    <message>
        <source>Went on from the other end of the document.</source>
        <translation>⟦Wéñt öñ fröm thé öthér éñd öf thé döçûméñt.·················⟧</translation>
    </message>
</context>
<context>
    <name>FirstRun</name>
    <message>
        <source>A file is being opened</source>
        <translation>⟦À fîlé îš béîñg öpéñéd·········⟧</translation>
    </message>
    <message>
        <source>Drop PDFs or pictures here to read them on this computer</source>
        <translation>⟦Dröp PDFš ör pîçtûréš héré tö réàd thém öñ thîš çömpûtér······················⟧</translation>
    </message>
    <message>
        <source>Opening %1</source>
        <translation>⟦Öpéñîñg %1····⟧</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>⟦Öpéñ…··⟧</translation>
    </message>
    <message>
        <source>Try the sample</source>
        <translation>⟦Trý thé šàmplé······⟧</translation>
    </message>
    <message>
        <source>Read by %1</source>
        <translation>⟦Réàd bý %1····⟧</translation>
    </message>
    <message>
        <source>Read by %1 (%2), on this computer</source>
        <translation>⟦Réàd bý %1 (%2), öñ thîš çömpûtér·············⟧</translation>
    </message>
    <message>
        <source>Recent documents</source>
        <translation>⟦Réçéñt döçûméñtš······⟧</translation>
    </message>
</context>
<context>
    <name>HelpArticle</name>
    <message>
        <source>From here</source>
        <translation>⟦Fröm héré····⟧</translation>
    </message>
</context>
<context>
    <name>HelpBlock</name>
    <message>
        <source>%1.</source>
        <translation>⟦%1.·⟧</translation>
    </message>
    <message>
        <source>Copy: %1</source>
        <translation>⟦Cöpý: %1···⟧</translation>
    </message>
</context>
<context>
    <name>HelpPanel</name>
    <message>
        <source>Guide</source>
        <translation>⟦Gûîdé··⟧</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>⟦Bàçk··⟧</translation>
    </message>
    <message>
        <source>Search the guide</source>
        <translation>⟦Séàrçh thé gûîdé······⟧</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>⟦Cöñtéñtš···⟧</translation>
    </message>
    <message>
        <source>Close the guide</source>
        <translation>⟦Clöšé thé gûîdé······⟧</translation>
    </message>
    <message>
        <source>The guide says nothing about “%1”. Try fewer or other words.</source>
        <translation>⟦Thé gûîdé šàýš ñöthîñg àböût “%1”. Trý féwér ör öthér wördš.························⟧</translation>
    </message>
    <message>
        <source>Contents of the guide</source>
        <translation>⟦Cöñtéñtš öf thé gûîdé········⟧</translation>
    </message>
    <message>
        <source>Found in the guide</source>
        <translation>⟦Föûñd îñ thé gûîdé·······⟧</translation>
    </message>
</context>
<context>
    <name>HelpRow</name>
    <message>
        <source>%1: %2</source>
        <translation>⟦%1: %2··⟧</translation>
    </message>
</context>
<context>
    <name>InlineMessage</name>
    <message>
        <source>Hide details</source>
        <translation>⟦Hîdé détàîlš·····⟧</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>⟦Détàîlš···⟧</translation>
    </message>
    <message>
        <source>Dismiss this message</source>
        <translation>⟦Dîšmîšš thîš méššàgé········⟧</translation>
    </message>
    <message>
        <source>Copy the details</source>
        <translation>⟦Cöpý thé détàîlš······⟧</translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>Page</source>
        <translation>⟦Pàgé··⟧</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>⟦Téxt··⟧</translation>
    </message>
    <message>
        <source>Halves of the window</source>
        <translation>⟦Hàlvéš öf thé wîñdöw········⟧</translation>
    </message>
</context>
<context>
    <name>MainMenu</name>
    <message>
        <source>Appearance</source>
        <translation>⟦Àppéàràñçé····⟧</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>⟦Àš thé šýštém·····⟧</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>⟦Lîght··⟧</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>⟦Dàrk··⟧</translation>
    </message>
    <message>
        <source>Less motion</source>
        <translation>⟦Léšš mötîöñ····⟧</translation>
    </message>
    <message>
        <source>Show regions</source>
        <translation>⟦Shöw régîöñš·····⟧</translation>
    </message>
    <message>
        <source>Models and devices…</source>
        <translation>⟦Mödélš àñd dévîçéš…········⟧</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>⟦Séttîñgš…····⟧</translation>
    </message>
    <message>
        <source>Keyboard…</source>
        <translation>⟦Kéýböàrd…····⟧</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>⟦Qûît··⟧</translation>
    </message>
    <message>
        <source>Guide…</source>
        <translation>⟦Gûîdé…··⟧</translation>
    </message>
    <message>
        <source>Read all documents</source>
        <translation>⟦Réàd àll döçûméñtš·······⟧</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>⟦Sàvé··⟧</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>⟦Sàvé àš…···⟧</translation>
    </message>
</context>
<context>
    <name>ModelRow</name>
    <message>
        <source>comes with Lectern</source>
        <translation>⟦çöméš wîth Léçtérñ·······⟧</translation>
    </message>
    <message>
        <source>✕ %1</source>
        <translation>⟦✕ %1··⟧</translation>
    </message>
    <message>
        <source>⚠ Needs %1. %2</source>
        <translation>⟦⚠ Néédš %1. %2······⟧</translation>
    </message>
    <message>
        <source>✓ Needs %1. %2</source>
        <translation>⟦✓ Néédš %1. %2······⟧</translation>
    </message>
</context>
<context>
    <name>ModelsDialog</name>
    <message>
        <source>Models and devices</source>
        <translation>⟦Mödélš àñd dévîçéš·······⟧</translation>
    </message>
    <message>
        <source>Choose for</source>
        <translation>⟦Chööšé för····⟧</translation>
    </message>
    <message>
        <source>All documents</source>
        <translation>⟦Àll döçûméñtš·····⟧</translation>
    </message>
    <message>
        <source>“%1” alone</source>
        <translation>⟦“%1” àlöñé····⟧</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>⟦Dévîçé··⟧</translation>
    </message>
    <message>
        <source>Installed models</source>
        <translation>⟦Îñštàlléd mödélš······⟧</translation>
    </message>
    <message>
        <source>Looking for models</source>
        <translation>⟦Löökîñg för mödélš·······⟧</translation>
    </message>
    <message>
        <source>Model folders are looked for in %1.</source>
        <translation>⟦Mödél földérš àré löökéd för îñ %1.··············⟧</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>⟦Öpéñ földér····⟧</translation>
    </message>
    <message>
        <source>Open the folder of models</source>
        <translation>⟦Öpéñ thé földér öf mödélš··········⟧</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>⟦Löök àgàîñ····⟧</translation>
    </message>
    <message>
        <source>Look for models and devices again</source>
        <translation>⟦Löök för mödélš àñd dévîçéš àgàîñ·············⟧</translation>
    </message>
    <message>
        <source>As for all</source>
        <translation>⟦Àš för àll····⟧</translation>
    </message>
    <message>
        <source>Read this document as all others</source>
        <translation>⟦Réàd thîš döçûméñt àš àll öthérš·············⟧</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>⟦Clöšé··⟧</translation>
    </message>
</context>
<context>
    <name>PageCommands</name>
    <message>
        <source>Open files</source>
        <translation>⟦Öpéñ fîléš····⟧</translation>
    </message>
    <message>
        <source>Close the document</source>
        <translation>⟦Clöšé thé döçûméñt·······⟧</translation>
    </message>
    <message>
        <source>Read this page</source>
        <translation>⟦Réàd thîš pàgé······⟧</translation>
    </message>
    <message>
        <source>Read the document</source>
        <translation>⟦Réàd thé döçûméñt·······⟧</translation>
    </message>
    <message>
        <source>Stop reading; else leave the selection</source>
        <translation>⟦Stöp réàdîñg; élšé léàvé thé šéléçtîöñ···············⟧</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>⟦Éxpört··⟧</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>⟦Néxt pàgé····⟧</translation>
    </message>
    <message>
        <source>Previous page</source>
        <translation>⟦Prévîöûš pàgé·····⟧</translation>
    </message>
    <message>
        <source>First page</source>
        <translation>⟦Fîršt pàgé····⟧</translation>
    </message>
    <message>
        <source>Last page</source>
        <translation>⟦Làšt pàgé····⟧</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>⟦Zööm îñ···⟧</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>⟦Zööm öût···⟧</translation>
    </message>
    <message>
        <source>Actual size</source>
        <translation>⟦Àçtûàl šîžé····⟧</translation>
    </message>
    <message>
        <source>Fit width</source>
        <translation>⟦Fît wîdth····⟧</translation>
    </message>
    <message>
        <source>Fit page</source>
        <translation>⟦Fît pàgé···⟧</translation>
    </message>
    <message>
        <source>Show or hide the regions</source>
        <translation>⟦Shöw ör hîdé thé régîöñš··········⟧</translation>
    </message>
    <message>
        <source>Show or hide the reading order</source>
        <translation>⟦Shöw ör hîdé thé réàdîñg ördér············⟧</translation>
    </message>
    <message>
        <source>Tint unsure words, or not</source>
        <translation>⟦Tîñt ûñšûré wördš, ör ñöt··········⟧</translation>
    </message>
    <message>
        <source>Next unsure word</source>
        <translation>⟦Néxt ûñšûré wörd······⟧</translation>
    </message>
    <message>
        <source>Previous unsure word</source>
        <translation>⟦Prévîöûš ûñšûré wörd········⟧</translation>
    </message>
    <message>
        <source>Save, to go on later</source>
        <translation>⟦Sàvé, tö gö öñ làtér········⟧</translation>
    </message>
    <message>
        <source>Save somewhere else</source>
        <translation>⟦Sàvé šöméwhéré élšé········⟧</translation>
    </message>
    <message>
        <source>Read all documents</source>
        <translation>⟦Réàd àll döçûméñtš·······⟧</translation>
    </message>
</context>
<context>
    <name>PageList</name>
    <message>
        <source>Documents and pages</source>
        <translation>⟦Döçûméñtš àñd pàgéš········⟧</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>⟦Döçûméñtš····⟧</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>⟦Pàgéš··⟧</translation>
    </message>
    <message>
        <source>Documents (%1)</source>
        <translation>⟦Döçûméñtš (%1)······⟧</translation>
    </message>
</context>
<context>
    <name>PageMenu</name>
    <message>
        <source>Read this page</source>
        <translation>⟦Réàd thîš pàgé······⟧</translation>
    </message>
    <message>
        <source>Turn left</source>
        <translation>⟦Tûrñ léft····⟧</translation>
    </message>
    <message>
        <source>Turn right</source>
        <translation>⟦Tûrñ rîght····⟧</translation>
    </message>
    <message>
        <source>Move earlier</source>
        <translation>⟦Mövé éàrlîér·····⟧</translation>
    </message>
    <message>
        <source>Move later</source>
        <translation>⟦Mövé làtér····⟧</translation>
    </message>
    <message numerus="yes">
        <source>Take in %n page(s) again</source>
        <translation>
            <numerusform>⟦Tàké îñ %n pàgéš àgàîñ·········⟧</numerusform>
            <numerusform>⟦Tàké îñ %n pàgéš àgàîñ·········⟧</numerusform>
            <numerusform>⟦Tàké îñ %n pàgéš àgàîñ·········⟧</numerusform>
            <numerusform>⟦Tàké îñ %n pàgéš àgàîñ·········⟧</numerusform>
            <numerusform>⟦Tàké îñ %n pàgéš àgàîñ·········⟧</numerusform>
            <numerusform>⟦Tàké îñ %n pàgéš àgàîñ·········⟧</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Leave out %n page(s)</source>
        <translation>
            <numerusform>⟦Léàvé öût %n pàgéš·······⟧</numerusform>
            <numerusform>⟦Léàvé öût %n pàgéš·······⟧</numerusform>
            <numerusform>⟦Léàvé öût %n pàgéš·······⟧</numerusform>
            <numerusform>⟦Léàvé öût %n pàgéš·······⟧</numerusform>
            <numerusform>⟦Léàvé öût %n pàgéš·······⟧</numerusform>
            <numerusform>⟦Léàvé öût %n pàgéš·······⟧</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PageSteps</name>
    <message>
        <source>Previous page</source>
        <translation>⟦Prévîöûš pàgé·····⟧</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>⟦Pàgé··⟧</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>⟦öf %1··⟧</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>⟦Néxt pàgé····⟧</translation>
    </message>
</context>
<context>
    <name>PageThumbnail</name>
    <message>
        <source>Page %1, %2</source>
        <translation>⟦Pàgé %1, %2····⟧</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>⟦Rétrý··⟧</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>⟦Fîñîšh··⟧</translation>
    </message>
    <message>
        <source>Read page %1 again</source>
        <translation>⟦Réàd pàgé %1 àgàîñ·······⟧</translation>
    </message>
</context>
<context>
    <name>PageView</name>
    <message numerus="yes">
        <source>Page %1 of %2, %n region(s)</source>
        <translation>
            <numerusform>⟦Pàgé %1 öf %2, %n régîöñš··········⟧</numerusform>
            <numerusform>⟦Pàgé %1 öf %2, %n régîöñš··········⟧</numerusform>
            <numerusform>⟦Pàgé %1 öf %2, %n régîöñš··········⟧</numerusform>
            <numerusform>⟦Pàgé %1 öf %2, %n régîöñš··········⟧</numerusform>
            <numerusform>⟦Pàgé %1 öf %2, %n régîöñš··········⟧</numerusform>
            <numerusform>⟦Pàgé %1 öf %2, %n régîöñš··········⟧</numerusform>
        </translation>
    </message>
    <message>
        <source>The page is being drawn</source>
        <translation>⟦Thé pàgé îš béîñg dràwñ·········⟧</translation>
    </message>
    <message>
        <source>Drawing page %1</source>
        <translation>⟦Dràwîñg pàgé %1······⟧</translation>
    </message>
    <message>
        <source>Page %1 cannot be drawn. The other pages are not affected.</source>
        <translation>⟦Pàgé %1 çàññöt bé dràwñ. Thé öthér pàgéš àré ñöt àfféçtéd.·······················⟧</translation>
    </message>
</context>
<context>
    <name>PagesList</name>
    <message>
        <source>Pages</source>
        <translation>⟦Pàgéš··⟧</translation>
    </message>
</context>
<context>
    <name>PasswordDialog</name>
    <message>
        <source>Password needed</source>
        <translation>⟦Pàššwörd ñéédéd······⟧</translation>
    </message>
    <message>
        <source>That password does not open “%1”.</source>
        <translation>⟦Thàt pàššwörd döéš ñöt öpéñ “%1”.·············⟧</translation>
    </message>
    <message>
        <source>“%1” is protected.</source>
        <translation>⟦“%1” îš prötéçtéd.·······⟧</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>⟦Pàššwörd···⟧</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>⟦Càñçél··⟧</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>⟦Öpéñ··⟧</translation>
    </message>
</context>
<context>
    <name>Problems</name>
    <message>
        <source>Messages</source>
        <translation>⟦Méššàgéš···⟧</translation>
    </message>
</context>
<context>
    <name>ProgressStrip</name>
    <message>
        <source>%1, %2</source>
        <translation>⟦%1, %2··⟧</translation>
    </message>
    <message numerus="yes">
        <source>%n unsure word(s)</source>
        <translation>
            <numerusform>⟦%n ûñšûré wördš······⟧</numerusform>
            <numerusform>⟦%n ûñšûré wördš······⟧</numerusform>
            <numerusform>⟦%n ûñšûré wördš······⟧</numerusform>
            <numerusform>⟦%n ûñšûré wördš······⟧</numerusform>
            <numerusform>⟦%n ûñšûré wördš······⟧</numerusform>
            <numerusform>⟦%n ûñšûré wördš······⟧</numerusform>
        </translation>
    </message>
    <message>
        <source>Go to the next unsure word</source>
        <translation>⟦Gö tö thé ñéxt ûñšûré wörd··········⟧</translation>
    </message>
    <message>
        <source>network %1</source>
        <translation>⟦ñétwörk %1····⟧</translation>
    </message>
    <message>
        <source>unread print %1 %</source>
        <translation>⟦ûñréàd prîñt %1 %·······⟧</translation>
    </message>
    <message numerus="yes">
        <source>%n without print</source>
        <translation>
            <numerusform>⟦%n wîthöût prîñt······⟧</numerusform>
            <numerusform>⟦%n wîthöût prîñt······⟧</numerusform>
            <numerusform>⟦%n wîthöût prîñt······⟧</numerusform>
            <numerusform>⟦%n wîthöût prîñt······⟧</numerusform>
            <numerusform>⟦%n wîthöût prîñt······⟧</numerusform>
            <numerusform>⟦%n wîthöût prîñt······⟧</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n difference(s)</source>
        <translation>
            <numerusform>⟦%n dîfféréñçéš······⟧</numerusform>
            <numerusform>⟦%n dîfféréñçéš······⟧</numerusform>
            <numerusform>⟦%n dîfféréñçéš······⟧</numerusform>
            <numerusform>⟦%n dîfféréñçéš······⟧</numerusform>
            <numerusform>⟦%n dîfféréñçéš······⟧</numerusform>
            <numerusform>⟦%n dîfféréñçéš······⟧</numerusform>
        </translation>
    </message>
    <message>
        <source>What to check on this page</source>
        <translation>⟦Whàt tö çhéçk öñ thîš pàgé··········⟧</translation>
    </message>
</context>
<context>
    <name>ReadAgainDialog</name>
    <message>
        <source>As the model likes</source>
        <translation>⟦Àš thé mödél lîkéš·······⟧</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>⟦Téxt··⟧</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>⟦Tàblé··⟧</translation>
    </message>
    <message>
        <source>Formula</source>
        <translation>⟦Förmûlà···⟧</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>⟦Pîçtûré···⟧</translation>
    </message>
    <message numerus="yes">
        <source>Read %n region(s) again</source>
        <translation>
            <numerusform>⟦Réàd %n régîöñš àgàîñ········⟧</numerusform>
            <numerusform>⟦Réàd %n régîöñš àgàîñ········⟧</numerusform>
            <numerusform>⟦Réàd %n régîöñš àgàîñ········⟧</numerusform>
            <numerusform>⟦Réàd %n régîöñš àgàîñ········⟧</numerusform>
            <numerusform>⟦Réàd %n régîöñš àgàîñ········⟧</numerusform>
            <numerusform>⟦Réàd %n régîöñš àgàîñ········⟧</numerusform>
        </translation>
    </message>
    <message>
        <source>What it is</source>
        <translation>⟦Whàt ît îš····⟧</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>⟦Prömpt··⟧</translation>
    </message>
    <message>
        <source>the task's own</source>
        <translation>⟦thé tàšk'š öwñ······⟧</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>⟦Mödél··⟧</translation>
    </message>
    <message>
        <source>As chosen: %1</source>
        <translation>⟦Àš çhöšéñ: %1·····⟧</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>⟦Dévîçé··⟧</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>⟦Pröçéššör····⟧</translation>
    </message>
    <message>
        <source>Graphics card (Vulkan)</source>
        <translation>⟦Gràphîçš çàrd (Vûlkàñ)·········⟧</translation>
    </message>
    <message>
        <source>Resolution</source>
        <translation>⟦Réšölûtîöñ····⟧</translation>
    </message>
    <message>
        <source>as the model likes</source>
        <translation>⟦àš thé mödél lîkéš·······⟧</translation>
    </message>
    <message>
        <source>%1 dpi</source>
        <translation>⟦%1 dpî··⟧</translation>
    </message>
    <message>
        <source>Resolution in dots per inch</source>
        <translation>⟦Réšölûtîöñ îñ dötš pér îñçh···········⟧</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>⟦Càñçél··⟧</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>⟦Réàd··⟧</translation>
    </message>
</context>
<context>
    <name>RegionBlock</name>
    <message>
        <source>%1 %2: %3</source>
        <translation>⟦%1 %2: %3····⟧</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>⟦Pîçtûré···⟧</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>⟦Réàd àgàîñ····⟧</translation>
    </message>
    <message>
        <source>Read region %1 again</source>
        <translation>⟦Réàd régîöñ %1 àgàîñ········⟧</translation>
    </message>
    <message>
        <source>locked, left out of exports</source>
        <translation>⟦löçkéd, léft öût öf éxpörtš···········⟧</translation>
    </message>
    <message>
        <source>locked</source>
        <translation>⟦löçkéd··⟧</translation>
    </message>
    <message>
        <source>left out of exports</source>
        <translation>⟦léft öût öf éxpörtš········⟧</translation>
    </message>
    <message>
        <source>Show what was cut</source>
        <translation>⟦Shöw whàt wàš çût·······⟧</translation>
    </message>
    <message>
        <source>Show what was cut from region %1</source>
        <translation>⟦Shöw whàt wàš çût fröm régîöñ %1·············⟧</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>⟦%1 %2··⟧</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>⟦Réàd··⟧</translation>
    </message>
    <message>
        <source>Read region %1</source>
        <translation>⟦Réàd régîöñ %1······⟧</translation>
    </message>
</context>
<context>
    <name>RegionForm</name>
    <message>
        <source>Selected regions</source>
        <translation>⟦Séléçtéd régîöñš······⟧</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>⟦Càtégörý···⟧</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>⟦Ûñlöçk··⟧</translation>
    </message>
    <message>
        <source>Lock: stays as it is</source>
        <translation>⟦Löçk: štàýš àš ît îš········⟧</translation>
    </message>
    <message>
        <source>Read again…</source>
        <translation>⟦Réàd àgàîñ…····⟧</translation>
    </message>
    <message>
        <source>Edit the text</source>
        <translation>⟦Édît thé téxt·····⟧</translation>
    </message>
    <message>
        <source>Split in the middle</source>
        <translation>⟦Splît îñ thé mîddlé········⟧</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>⟦Mérgé··⟧</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>⟦Délété··⟧</translation>
    </message>
    <message>
        <source>Left, points</source>
        <translation>⟦Léft, pöîñtš·····⟧</translation>
    </message>
    <message>
        <source>Top, points</source>
        <translation>⟦Töp, pöîñtš····⟧</translation>
    </message>
    <message>
        <source>Width, points</source>
        <translation>⟦Wîdth, pöîñtš·····⟧</translation>
    </message>
    <message>
        <source>Height, points</source>
        <translation>⟦Héîght, pöîñtš······⟧</translation>
    </message>
    <message>
        <source>Place in the reading order</source>
        <translation>⟦Plàçé îñ thé réàdîñg ördér··········⟧</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>⟦Léft··⟧</translation>
    </message>
    <message>
        <source>Top</source>
        <translation>⟦Töp·⟧</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>⟦Wîdth··⟧</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>⟦Héîght··⟧</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>⟦Ördér··⟧</translation>
    </message>
    <message>
        <source>Several</source>
        <translation>⟦Sévéràl···⟧</translation>
    </message>
</context>
<context>
    <name>RegionList</name>
    <message>
        <source>Regions in reading order</source>
        <translation>⟦Régîöñš îñ réàdîñg ördér··········⟧</translation>
    </message>
</context>
<context>
    <name>RegionMenu</name>
    <message>
        <source>Read again</source>
        <translation>⟦Réàd àgàîñ····⟧</translation>
    </message>
    <message>
        <source>As before</source>
        <translation>⟦Àš béföré····⟧</translation>
    </message>
    <message>
        <source>As text</source>
        <translation>⟦Àš téxt···⟧</translation>
    </message>
    <message>
        <source>As a table</source>
        <translation>⟦Àš à tàblé····⟧</translation>
    </message>
    <message>
        <source>As a formula</source>
        <translation>⟦Àš à förmûlà·····⟧</translation>
    </message>
    <message>
        <source>As a picture</source>
        <translation>⟦Àš à pîçtûré·····⟧</translation>
    </message>
    <message>
        <source>Other prompt, model or device…</source>
        <translation>⟦Öthér prömpt, mödél ör dévîçé…············⟧</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>⟦Càtégörý···⟧</translation>
    </message>
    <message>
        <source>Edit text</source>
        <translation>⟦Édît téxt····⟧</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>⟦Mérgé··⟧</translation>
    </message>
    <message>
        <source>Split here</source>
        <translation>⟦Splît héré····⟧</translation>
    </message>
    <message>
        <source>Read earlier</source>
        <translation>⟦Réàd éàrlîér·····⟧</translation>
    </message>
    <message>
        <source>Read later</source>
        <translation>⟦Réàd làtér····⟧</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>⟦Cöpý··⟧</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>⟦Pàšté··⟧</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>⟦Löçkéd··⟧</translation>
    </message>
    <message>
        <source>Left out of exports</source>
        <translation>⟦Léft öût öf éxpörtš········⟧</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>⟦Délété··⟧</translation>
    </message>
    <message>
        <source>Show what was cut</source>
        <translation>⟦Shöw whàt wàš çût·······⟧</translation>
    </message>
</context>
<context>
    <name>RegionRequest</name>
    <message>
        <source>Nothing was found to read here.</source>
        <translation>⟦Nöthîñg wàš föûñd tö réàd héré.············⟧</translation>
    </message>
</context>
<context>
    <name>ReplaceDialog</name>
    <message>
        <source>Replace</source>
        <translation>⟦Réplàçé···⟧</translation>
    </message>
    <message>
        <source>Save, and lose what the file holds now</source>
        <translation>⟦Sàvé, àñd löšé whàt thé fîlé höldš ñöw···············⟧</translation>
    </message>
    <message>
        <source>Choose another name…</source>
        <translation>⟦Chööšé àñöthér ñàmé…········⟧</translation>
    </message>
    <message>
        <source>Replace?</source>
        <translation>⟦Réplàçé?···⟧</translation>
    </message>
    <message>
        <source>“%1” is there already. What it holds would be lost.</source>
        <translation>⟦“%1” îš théré àlréàdý. Whàt ît höldš wöûld bé löšt.····················⟧</translation>
    </message>
</context>
<context>
    <name>ScrollStrip</name>
    <message>
        <source>Scroll</source>
        <translation>⟦Sçröll··⟧</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>⟦Séttîñgš···⟧</translation>
    </message>
    <message>
        <source>Open the folder: %1</source>
        <translation>⟦Öpéñ thé földér: %1········⟧</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>⟦Wîñdöw··⟧</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>⟦Làñgûàgé···⟧</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>⟦Àš thé šýštém·····⟧</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>⟦Àppéàràñçé····⟧</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>⟦Lîght··⟧</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>⟦Dàrk··⟧</translation>
    </message>
    <message>
        <source>Size of text</source>
        <translation>⟦Sîžé öf téxt·····⟧</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>⟦%1 %··⟧</translation>
    </message>
    <message>
        <source>From the next start on.</source>
        <translation>⟦Fröm thé ñéxt štàrt öñ.·········⟧</translation>
    </message>
    <message>
        <source>Less motion</source>
        <translation>⟦Léšš mötîöñ····⟧</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>⟦Réàdîñg···⟧</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>⟦Mödél··⟧</translation>
    </message>
    <message>
        <source>Choose model and device</source>
        <translation>⟦Chööšé mödél àñd dévîçé·········⟧</translation>
    </message>
    <message>
        <source>Resolution</source>
        <translation>⟦Réšölûtîöñ····⟧</translation>
    </message>
    <message>
        <source>Resolution in dots per inch</source>
        <translation>⟦Réšölûtîöñ îñ dötš pér îñçh···········⟧</translation>
    </message>
    <message>
        <source>as the model likes</source>
        <translation>⟦àš thé mödél lîkéš·······⟧</translation>
    </message>
    <message>
        <source>%1 dpi</source>
        <translation>⟦%1 dpî··⟧</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>⟦Thréàdš···⟧</translation>
    </message>
    <message>
        <source>Threads of the processor</source>
        <translation>⟦Thréàdš öf thé pröçéššör··········⟧</translation>
    </message>
    <message>
        <source>all %1</source>
        <translation>⟦àll %1··⟧</translation>
    </message>
    <message>
        <source>Where things are kept</source>
        <translation>⟦Whéré thîñgš àré képt········⟧</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>⟦Mödélš··⟧</translation>
    </message>
    <message>
        <source>Pictures from other programs</source>
        <translation>⟦Pîçtûréš fröm öthér prögràmš···········⟧</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>⟦Clöšé··⟧</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard</source>
        <translation>⟦Kéýböàrd···⟧</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>⟦Clöšé··⟧</translation>
    </message>
</context>
<context>
    <name>StatusStrip</name>
    <message>
        <source>Opening %1</source>
        <translation>⟦Öpéñîñg %1····⟧</translation>
    </message>
    <message numerus="yes">
        <source>%n region(s) on this page</source>
        <translation>
            <numerusform>⟦%n régîöñš öñ thîš pàgé·········⟧</numerusform>
            <numerusform>⟦%n régîöñš öñ thîš pàgé·········⟧</numerusform>
            <numerusform>⟦%n régîöñš öñ thîš pàgé·········⟧</numerusform>
            <numerusform>⟦%n régîöñš öñ thîš pàgé·········⟧</numerusform>
            <numerusform>⟦%n régîöñš öñ thîš pàgé·········⟧</numerusform>
            <numerusform>⟦%n régîöñš öñ thîš pàgé·········⟧</numerusform>
        </translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>⟦Ûñdö··⟧</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>⟦Ûñlöçk··⟧</translation>
    </message>
</context>
<context>
    <name>TextCommands</name>
    <message>
        <source>Find in the text</source>
        <translation>⟦Fîñd îñ thé téxt······⟧</translation>
    </message>
    <message>
        <source>Next place</source>
        <translation>⟦Néxt plàçé····⟧</translation>
    </message>
    <message>
        <source>Previous place</source>
        <translation>⟦Prévîöûš plàçé······⟧</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>⟦Cöpý àš téxt·····⟧</translation>
    </message>
    <message>
        <source>Copy as markdown</source>
        <translation>⟦Cöpý àš màrkdöwñ······⟧</translation>
    </message>
    <message>
        <source>Copy tables</source>
        <translation>⟦Cöpý tàbléš····⟧</translation>
    </message>
    <message>
        <source>What to check on this page</source>
        <translation>⟦Whàt tö çhéçk öñ thîš pàgé··········⟧</translation>
    </message>
    <message>
        <source>Show unread print and text without print, or not</source>
        <translation>⟦Shöw ûñréàd prîñt àñd téxt wîthöût prîñt, ör ñöt···················⟧</translation>
    </message>
    <message>
        <source>Show differences from the file's own text, or not</source>
        <translation>⟦Shöw dîfféréñçéš fröm thé fîlé'š öwñ téxt, ör ñöt····················⟧</translation>
    </message>
</context>
<context>
    <name>TextInPlace</name>
    <message>
        <source>Text of the region; Control and Return keeps it, Escape leaves it as it was</source>
        <translation>⟦Téxt öf thé régîöñ; Cöñtröl àñd Rétûrñ kéépš ît, Éšçàpé léàvéš ît àš ît wàš······························⟧</translation>
    </message>
    <message>
        <source>Split the region here</source>
        <translation>⟦Splît thé régîöñ héré········⟧</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>⟦Kéép··⟧</translation>
    </message>
    <message>
        <source>Leave as it was</source>
        <translation>⟦Léàvé àš ît wàš······⟧</translation>
    </message>
</context>
<context>
    <name>TextView</name>
    <message>
        <source>Text of the page</source>
        <translation>⟦Téxt öf thé pàgé······⟧</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>⟦Döçûméñt···⟧</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>⟦Söûrçé··⟧</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>⟦Téxt··⟧</translation>
    </message>
    <message>
        <source>Markdown</source>
        <translation>⟦Màrkdöwñ···⟧</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>⟦JSÖN··⟧</translation>
    </message>
    <message>
        <source>Copy the selected regions</source>
        <translation>⟦Cöpý thé šéléçtéd régîöñš··········⟧</translation>
    </message>
    <message>
        <source>Copy this page</source>
        <translation>⟦Cöpý thîš pàgé······⟧</translation>
    </message>
    <message>
        <source>Markdown of the page</source>
        <translation>⟦Màrkdöwñ öf thé pàgé········⟧</translation>
    </message>
    <message>
        <source>JSON of the page</source>
        <translation>⟦JSÖN öf thé pàgé······⟧</translation>
    </message>
    <message>
        <source>Plain text of the page</source>
        <translation>⟦Plàîñ téxt öf thé pàgé·········⟧</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>⟦Chéçk··⟧</translation>
    </message>
    <message>
        <source>Views of the text</source>
        <translation>⟦Vîéwš öf thé téxt·······⟧</translation>
    </message>
    <message>
        <source>Forms of the source</source>
        <translation>⟦Förmš öf thé šöûrçé········⟧</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Tools</source>
        <translation>⟦Töölš··⟧</translation>
    </message>
    <message>
        <source>Documents and pages</source>
        <translation>⟦Döçûméñtš àñd pàgéš········⟧</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>⟦Öpéñ··⟧</translation>
    </message>
    <message>
        <source>Open files</source>
        <translation>⟦Öpéñ fîléš····⟧</translation>
    </message>
    <message>
        <source>Read page</source>
        <translation>⟦Réàd pàgé····⟧</translation>
    </message>
    <message>
        <source>Read this page again</source>
        <translation>⟦Réàd thîš pàgé àgàîñ········⟧</translation>
    </message>
    <message>
        <source>Read this page</source>
        <translation>⟦Réàd thîš pàgé······⟧</translation>
    </message>
    <message>
        <source>Read document</source>
        <translation>⟦Réàd döçûméñt·····⟧</translation>
    </message>
    <message>
        <source>Read all pages that have not been read</source>
        <translation>⟦Réàd àll pàgéš thàt hàvé ñöt bééñ réàd···············⟧</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>⟦Stöp··⟧</translation>
    </message>
    <message>
        <source>Stop reading; what was read is kept</source>
        <translation>⟦Stöp réàdîñg; whàt wàš réàd îš képt··············⟧</translation>
    </message>
    <message>
        <source>Hide the regions</source>
        <translation>⟦Hîdé thé régîöñš······⟧</translation>
    </message>
    <message>
        <source>Show the regions</source>
        <translation>⟦Shöw thé régîöñš······⟧</translation>
    </message>
    <message>
        <source>Read by %1 on %2. Choose another</source>
        <translation>⟦Réàd bý %1 öñ %2. Chööšé àñöthér·············⟧</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>⟦Éxpört··⟧</translation>
    </message>
    <message>
        <source>Export what has been read</source>
        <translation>⟦Éxpört whàt hàš bééñ réàd··········⟧</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>⟦Méñû··⟧</translation>
    </message>
</context>
<context>
    <name>WindowCommands</name>
    <message>
        <source>Page, text</source>
        <translation>⟦Pàgé, téxt····⟧</translation>
    </message>
    <message>
        <source>Documents and pages</source>
        <translation>⟦Döçûméñtš àñd pàgéš········⟧</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>⟦Séttîñgš···⟧</translation>
    </message>
    <message>
        <source>Models and devices</source>
        <translation>⟦Mödélš àñd dévîçéš·······⟧</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>⟦Méñû··⟧</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>⟦Fûll šçrééñ····⟧</translation>
    </message>
    <message>
        <source>This sheet</source>
        <translation>⟦Thîš šhéét····⟧</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>⟦Qûît··⟧</translation>
    </message>
    <message>
        <source>Guide to the part in use</source>
        <translation>⟦Gûîdé tö thé pàrt îñ ûšé··········⟧</translation>
    </message>
</context>
<context>
    <name>WindowKeys</name>
    <message>
        <source>Documents and pages</source>
        <translation>⟦Döçûméñtš àñd pàgéš········⟧</translation>
    </message>
    <message>
        <source>Order of pages</source>
        <translation>⟦Ördér öf pàgéš······⟧</translation>
    </message>
    <message>
        <source>Regions</source>
        <translation>⟦Régîöñš···⟧</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>⟦Téxt··⟧</translation>
    </message>
    <message>
        <source>Category of the selection</source>
        <translation>⟦Càtégörý öf thé šéléçtîöñ··········⟧</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>⟦Wîñdöw··⟧</translation>
    </message>
</context>
<context>
    <name>ZoomSteps</name>
    <message>
        <source>Zoom out</source>
        <translation>⟦Zööm öût···⟧</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>⟦%1 %··⟧</translation>
    </message>
    <message>
        <source>Zoom %1 percent; press for actual size</source>
        <translation>⟦Zööm %1 pérçéñt; préšš för àçtûàl šîžé···············⟧</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>⟦Zööm îñ···⟧</translation>
    </message>
    <message>
        <source>Fit the page's width</source>
        <translation>⟦Fît thé pàgé'š wîdth········⟧</translation>
    </message>
    <message>
        <source>Fit the whole page</source>
        <translation>⟦Fît thé whölé pàgé·······⟧</translation>
    </message>
</context>
<context>
    <name>lectern</name>
    <message>
        <source>Caption</source>
        <translation>⟦Càptîöñ···⟧</translation>
    </message>
    <message>
        <source>Footnote</source>
        <translation>⟦Föötñöté···⟧</translation>
    </message>
    <message>
        <source>Formula</source>
        <translation>⟦Förmûlà···⟧</translation>
    </message>
    <message>
        <source>List item</source>
        <translation>⟦Lîšt îtém····⟧</translation>
    </message>
    <message>
        <source>Page footer</source>
        <translation>⟦Pàgé föötér····⟧</translation>
    </message>
    <message>
        <source>Page header</source>
        <translation>⟦Pàgé héàdér····⟧</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>⟦Pîçtûré···⟧</translation>
    </message>
    <message>
        <source>Section header</source>
        <translation>⟦Séçtîöñ héàdér······⟧</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>⟦Tàblé··⟧</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>⟦Téxt··⟧</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>⟦Tîtlé··⟧</translation>
    </message>
    <message>
        <source>reading</source>
        <translation>⟦réàdîñg···⟧</translation>
    </message>
    <message>
        <source>unsure</source>
        <translation>⟦ûñšûré··⟧</translation>
    </message>
    <message>
        <source>could not be read</source>
        <translation>⟦çöûld ñöt bé réàd·······⟧</translation>
    </message>
    <message>
        <source>stopped before its end</source>
        <translation>⟦štöppéd béföré îtš éñd·········⟧</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>⟦fàîléd··⟧</translation>
    </message>
    <message>
        <source>Attempted</source>
        <translation>⟦Àttémptéd····⟧</translation>
    </message>
    <message>
        <source>On</source>
        <translation>⟦Öñ·⟧</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>⟦Éxpéçtéd···⟧</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>⟦Föûñd··⟧</translation>
    </message>
    <message>
        <source>Advice</source>
        <translation>⟦Àdvîçé··⟧</translation>
    </message>
    <message>
        <source>“%1” is protected by a password.</source>
        <translation>⟦“%1” îš prötéçtéd bý à pàššwörd.·············⟧</translation>
    </message>
    <message>
        <source>There is not enough memory for this. Close other programs or documents and try again.</source>
        <translation>⟦Théré îš ñöt éñöûgh mémörý för thîš. Clöšé öthér prögràmš ör döçûméñtš àñd trý àgàîñ.··································⟧</translation>
    </message>
    <message>
        <source>Something went wrong that the program did not expect.</source>
        <translation>⟦Söméthîñg wéñt wröñg thàt thé prögràm dîd ñöt éxpéçt.·····················⟧</translation>
    </message>
    <message>
        <source>Compare it with the page; F2 edits it.</source>
        <translation>⟦Cömpàré ît wîth thé pàgé; F2 édîtš ît.···············⟧</translation>
    </message>
    <message>
        <source>Read it again as something else (Shift+R), or type it (F2).</source>
        <translation>⟦Réàd ît àgàîñ àš šöméthîñg élšé (Shîft+R), ör týpé ît (F2).························⟧</translation>
    </message>
    <message>
        <source>Read it again to have all of it (Shift+R).</source>
        <translation>⟦Réàd ît àgàîñ tö hàvé àll öf ît (Shîft+R).·················⟧</translation>
    </message>
    <message>
        <source>Read it again (Shift+R), also with another model or device.</source>
        <translation>⟦Réàd ît àgàîñ (Shîft+R), àlšö wîth àñöthér mödél ör dévîçé.························⟧</translation>
    </message>
    <message>
        <source>The model needs %1 of graphics memory and %2 are free on %3, so the processor is used.</source>
        <translation>⟦Thé mödél ñéédš %1 öf gràphîçš mémörý àñd %2 àré fréé öñ %3, šö thé pröçéššör îš ûšéd.··································⟧</translation>
    </message>
    <message>
        <source>%1 cannot be used, so the processor is.</source>
        <translation>⟦%1 çàññöt bé ûšéd, šö thé pröçéššör îš.················⟧</translation>
    </message>
    <message>
        <source>%1 stopped working. The page is read again on the processor, and so are all after it.</source>
        <translation>⟦%1 štöppéd wörkîñg. Thé pàgé îš réàd àgàîñ öñ thé pröçéššör, àñd šö àré àll àftér ît.··································⟧</translation>
    </message>
    <message>
        <source>%1 has too little memory for the page. It is read again on the processor, and so are all after it.</source>
        <translation>⟦%1 hàš töö lîttlé mémörý för thé pàgé. Ît îš réàd àgàîñ öñ thé pröçéššör, àñd šö àré àll àftér ît.·······································⟧</translation>
    </message>
    <message>
        <source>A page at %1 dpi takes about %2 with this model and %3 are free: large pages may be read with fewer pixels.</source>
        <translation>⟦À pàgé àt %1 dpî tàkéš àböût %2 wîth thîš mödél àñd %3 àré fréé: làrgé pàgéš màý bé réàd wîth féwér pîxélš.···········································⟧</translation>
    </message>
    <message>
        <source>Shift+C shows what was cut; Shift+R reads it again.</source>
        <translation>⟦Shîft+C šhöwš whàt wàš çût; Shîft+R réàdš ît àgàîñ.····················⟧</translation>
    </message>
    <message>
        <source>stopped, it repeated itself</source>
        <translation>⟦štöppéd, ît répéàtéd îtšélf···········⟧</translation>
    </message>
    <message>
        <source>Shift+R reads it; Ctrl+R reads the whole page.</source>
        <translation>⟦Shîft+R réàdš ît; Ctrl+R réàdš thé whölé pàgé.··················⟧</translation>
    </message>
    <message>
        <source>not read</source>
        <translation>⟦ñöt réàd···⟧</translation>
    </message>
</context>
<context>
    <name>lectern::DocumentModel</name>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>⟦%n pàgéš···⟧</numerusform>
            <numerusform>⟦%n pàgéš···⟧</numerusform>
            <numerusform>⟦%n pàgéš···⟧</numerusform>
            <numerusform>⟦%n pàgéš···⟧</numerusform>
            <numerusform>⟦%n pàgéš···⟧</numerusform>
            <numerusform>⟦%n pàgéš···⟧</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 read</source>
        <translation>⟦%1 öf %2 réàd·····⟧</translation>
    </message>
    <message>
        <source>✕ %1 of %2 read, %3 failed</source>
        <translation>⟦✕ %1 öf %2 réàd, %3 fàîléd··········⟧</translation>
    </message>
    <message>
        <source>%1, read</source>
        <translation>⟦%1, réàd···⟧</translation>
    </message>
    <message numerus="yes">
        <source>⚠ %1, %n with warnings</source>
        <translation>
            <numerusform>⟦⚠ %1, %n wîth wàrñîñgš·········⟧</numerusform>
            <numerusform>⟦⚠ %1, %n wîth wàrñîñgš·········⟧</numerusform>
            <numerusform>⟦⚠ %1, %n wîth wàrñîñgš·········⟧</numerusform>
            <numerusform>⟦⚠ %1, %n wîth wàrñîñgš·········⟧</numerusform>
            <numerusform>⟦⚠ %1, %n wîth wàrñîñgš·········⟧</numerusform>
            <numerusform>⟦⚠ %1, %n wîth wàrñîñgš·········⟧</numerusform>
        </translation>
    </message>
    <message>
        <source>⚠ %1, read with warnings</source>
        <translation>⟦⚠ %1, réàd wîth wàrñîñgš··········⟧</translation>
    </message>
</context>
<context>
    <name>lectern::Editor</name>
    <message>
        <source>Undone: %1</source>
        <translation>⟦Ûñdöñé: %1····⟧</translation>
    </message>
    <message>
        <source>Done again: %1</source>
        <translation>⟦Döñé àgàîñ: %1······⟧</translation>
    </message>
    <message>
        <source>Some of these regions are locked.</source>
        <translation>⟦Sömé öf théšé régîöñš àré löçkéd.·············⟧</translation>
    </message>
    <message>
        <source>This region is locked.</source>
        <translation>⟦Thîš régîöñ îš löçkéd.·········⟧</translation>
    </message>
    <message>
        <source>That would be too small to see.</source>
        <translation>⟦Thàt wöûld bé töö šmàll tö šéé.············⟧</translation>
    </message>
    <message>
        <source>That lies outside the page.</source>
        <translation>⟦Thàt lîéš öûtšîdé thé pàgé.···········⟧</translation>
    </message>
    <message>
        <source>Draw a region</source>
        <translation>⟦Dràw à régîöñ·····⟧</translation>
    </message>
    <message numerus="yes">
        <source>Move %n region(s)</source>
        <translation>
            <numerusform>⟦Mövé %n régîöñš······⟧</numerusform>
            <numerusform>⟦Mövé %n régîöñš······⟧</numerusform>
            <numerusform>⟦Mövé %n régîöñš······⟧</numerusform>
            <numerusform>⟦Mövé %n régîöñš······⟧</numerusform>
            <numerusform>⟦Mövé %n régîöñš······⟧</numerusform>
            <numerusform>⟦Mövé %n régîöñš······⟧</numerusform>
        </translation>
    </message>
    <message>
        <source>Resize a region</source>
        <translation>⟦Réšîžé à régîöñ······⟧</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n region(s)</source>
        <translation>
            <numerusform>⟦Délété %n régîöñš·······⟧</numerusform>
            <numerusform>⟦Délété %n régîöñš·······⟧</numerusform>
            <numerusform>⟦Délété %n régîöñš·······⟧</numerusform>
            <numerusform>⟦Délété %n régîöñš·······⟧</numerusform>
            <numerusform>⟦Délété %n régîöñš·······⟧</numerusform>
            <numerusform>⟦Délété %n régîöñš·······⟧</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n region(s) deleted</source>
        <translation>
            <numerusform>⟦%n régîöñš délétéd·······⟧</numerusform>
            <numerusform>⟦%n régîöñš délétéd·······⟧</numerusform>
            <numerusform>⟦%n régîöñš délétéd·······⟧</numerusform>
            <numerusform>⟦%n régîöñš délétéd·······⟧</numerusform>
            <numerusform>⟦%n régîöñš délétéd·······⟧</numerusform>
            <numerusform>⟦%n régîöñš délétéd·······⟧</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose two regions or more to merge them: press Shift and click.</source>
        <translation>⟦Chööšé twö régîöñš ör möré tö mérgé thém: préšš Shîft àñd çlîçk.··························⟧</translation>
    </message>
    <message numerus="yes">
        <source>Merge %n region(s)</source>
        <translation>
            <numerusform>⟦Mérgé %n régîöñš······⟧</numerusform>
            <numerusform>⟦Mérgé %n régîöñš······⟧</numerusform>
            <numerusform>⟦Mérgé %n régîöñš······⟧</numerusform>
            <numerusform>⟦Mérgé %n régîöñš······⟧</numerusform>
            <numerusform>⟦Mérgé %n régîöñš······⟧</numerusform>
            <numerusform>⟦Mérgé %n régîöñš······⟧</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n region(s) merged</source>
        <translation>
            <numerusform>⟦%n régîöñš mérgéd·······⟧</numerusform>
            <numerusform>⟦%n régîöñš mérgéd·······⟧</numerusform>
            <numerusform>⟦%n régîöñš mérgéd·······⟧</numerusform>
            <numerusform>⟦%n régîöñš mérgéd·······⟧</numerusform>
            <numerusform>⟦%n régîöñš mérgéd·······⟧</numerusform>
            <numerusform>⟦%n régîöñš mérgéd·······⟧</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose one region to split it.</source>
        <translation>⟦Chööšé öñé régîöñ tö šplît ît.············⟧</translation>
    </message>
    <message>
        <source>Split a region</source>
        <translation>⟦Splît à régîöñ······⟧</translation>
    </message>
    <message numerus="yes">
        <source>Change the category of %n region(s)</source>
        <translation>
            <numerusform>⟦Chàñgé thé çàtégörý öf %n régîöñš·············⟧</numerusform>
            <numerusform>⟦Chàñgé thé çàtégörý öf %n régîöñš·············⟧</numerusform>
            <numerusform>⟦Chàñgé thé çàtégörý öf %n régîöñš·············⟧</numerusform>
            <numerusform>⟦Chàñgé thé çàtégörý öf %n régîöñš·············⟧</numerusform>
            <numerusform>⟦Chàñgé thé çàtégörý öf %n régîöñš·············⟧</numerusform>
            <numerusform>⟦Chàñgé thé çàtégörý öf %n régîöñš·············⟧</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Read %n region(s) earlier</source>
        <translation>
            <numerusform>⟦Réàd %n régîöñš éàrlîér·········⟧</numerusform>
            <numerusform>⟦Réàd %n régîöñš éàrlîér·········⟧</numerusform>
            <numerusform>⟦Réàd %n régîöñš éàrlîér·········⟧</numerusform>
            <numerusform>⟦Réàd %n régîöñš éàrlîér·········⟧</numerusform>
            <numerusform>⟦Réàd %n régîöñš éàrlîér·········⟧</numerusform>
            <numerusform>⟦Réàd %n régîöñš éàrlîér·········⟧</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Read %n region(s) later</source>
        <translation>
            <numerusform>⟦Réàd %n régîöñš làtér········⟧</numerusform>
            <numerusform>⟦Réàd %n régîöñš làtér········⟧</numerusform>
            <numerusform>⟦Réàd %n régîöñš làtér········⟧</numerusform>
            <numerusform>⟦Réàd %n régîöñš làtér········⟧</numerusform>
            <numerusform>⟦Réàd %n régîöñš làtér········⟧</numerusform>
            <numerusform>⟦Réàd %n régîöñš làtér········⟧</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Change the reading order of %n region(s)</source>
        <translation>
            <numerusform>⟦Chàñgé thé réàdîñg ördér öf %n régîöñš···············⟧</numerusform>
            <numerusform>⟦Chàñgé thé réàdîñg ördér öf %n régîöñš···············⟧</numerusform>
            <numerusform>⟦Chàñgé thé réàdîñg ördér öf %n régîöñš···············⟧</numerusform>
            <numerusform>⟦Chàñgé thé réàdîñg ördér öf %n régîöñš···············⟧</numerusform>
            <numerusform>⟦Chàñgé thé réàdîñg ördér öf %n régîöñš···············⟧</numerusform>
            <numerusform>⟦Chàñgé thé réàdîñg ördér öf %n régîöñš···············⟧</numerusform>
        </translation>
    </message>
    <message>
        <source>Edit text</source>
        <translation>⟦Édît téxt····⟧</translation>
    </message>
    <message numerus="yes">
        <source>Lock %n region(s)</source>
        <translation>
            <numerusform>⟦Löçk %n régîöñš······⟧</numerusform>
            <numerusform>⟦Löçk %n régîöñš······⟧</numerusform>
            <numerusform>⟦Löçk %n régîöñš······⟧</numerusform>
            <numerusform>⟦Löçk %n régîöñš······⟧</numerusform>
            <numerusform>⟦Löçk %n régîöñš······⟧</numerusform>
            <numerusform>⟦Löçk %n régîöñš······⟧</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Unlock %n region(s)</source>
        <translation>
            <numerusform>⟦Ûñlöçk %n régîöñš·······⟧</numerusform>
            <numerusform>⟦Ûñlöçk %n régîöñš·······⟧</numerusform>
            <numerusform>⟦Ûñlöçk %n régîöñš·······⟧</numerusform>
            <numerusform>⟦Ûñlöçk %n régîöñš·······⟧</numerusform>
            <numerusform>⟦Ûñlöçk %n régîöñš·······⟧</numerusform>
            <numerusform>⟦Ûñlöçk %n régîöñš·······⟧</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Ignore %n region(s)</source>
        <translation>
            <numerusform>⟦Îgñöré %n régîöñš·······⟧</numerusform>
            <numerusform>⟦Îgñöré %n régîöñš·······⟧</numerusform>
            <numerusform>⟦Îgñöré %n régîöñš·······⟧</numerusform>
            <numerusform>⟦Îgñöré %n régîöñš·······⟧</numerusform>
            <numerusform>⟦Îgñöré %n régîöñš·······⟧</numerusform>
            <numerusform>⟦Îgñöré %n régîöñš·······⟧</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Take in %n region(s)</source>
        <translation>
            <numerusform>⟦Tàké îñ %n régîöñš·······⟧</numerusform>
            <numerusform>⟦Tàké îñ %n régîöñš·······⟧</numerusform>
            <numerusform>⟦Tàké îñ %n régîöñš·······⟧</numerusform>
            <numerusform>⟦Tàké îñ %n régîöñš·······⟧</numerusform>
            <numerusform>⟦Tàké îñ %n régîöñš·······⟧</numerusform>
            <numerusform>⟦Tàké îñ %n régîöñš·······⟧</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n region(s) left out of exports</source>
        <translation>
            <numerusform>⟦%n régîöñš léft öût öf éxpörtš············⟧</numerusform>
            <numerusform>⟦%n régîöñš léft öût öf éxpörtš············⟧</numerusform>
            <numerusform>⟦%n régîöñš léft öût öf éxpörtš············⟧</numerusform>
            <numerusform>⟦%n régîöñš léft öût öf éxpörtš············⟧</numerusform>
            <numerusform>⟦%n régîöñš léft öût öf éxpörtš············⟧</numerusform>
            <numerusform>⟦%n régîöñš léft öût öf éxpörtš············⟧</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n region(s) exported again</source>
        <translation>
            <numerusform>⟦%n régîöñš éxpörtéd àgàîñ··········⟧</numerusform>
            <numerusform>⟦%n régîöñš éxpörtéd àgàîñ··········⟧</numerusform>
            <numerusform>⟦%n régîöñš éxpörtéd àgàîñ··········⟧</numerusform>
            <numerusform>⟦%n régîöñš éxpörtéd àgàîñ··········⟧</numerusform>
            <numerusform>⟦%n régîöñš éxpörtéd àgàîñ··········⟧</numerusform>
            <numerusform>⟦%n régîöñš éxpörtéd àgàîñ··········⟧</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n region(s) copied</source>
        <translation>
            <numerusform>⟦%n régîöñš çöpîéd·······⟧</numerusform>
            <numerusform>⟦%n régîöñš çöpîéd·······⟧</numerusform>
            <numerusform>⟦%n régîöñš çöpîéd·······⟧</numerusform>
            <numerusform>⟦%n régîöñš çöpîéd·······⟧</numerusform>
            <numerusform>⟦%n régîöñš çöpîéd·······⟧</numerusform>
            <numerusform>⟦%n régîöñš çöpîéd·······⟧</numerusform>
        </translation>
    </message>
    <message>
        <source>What is on the clipboard cannot be pasted here.</source>
        <translation>⟦Whàt îš öñ thé çlîpböàrd çàññöt bé pàštéd héré.···················⟧</translation>
    </message>
    <message numerus="yes">
        <source>Paste %n region(s)</source>
        <translation>
            <numerusform>⟦Pàšté %n régîöñš······⟧</numerusform>
            <numerusform>⟦Pàšté %n régîöñš······⟧</numerusform>
            <numerusform>⟦Pàšté %n régîöñš······⟧</numerusform>
            <numerusform>⟦Pàšté %n régîöñš······⟧</numerusform>
            <numerusform>⟦Pàšté %n régîöñš······⟧</numerusform>
            <numerusform>⟦Pàšté %n régîöñš······⟧</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n region(s) pasted</source>
        <translation>
            <numerusform>⟦%n régîöñš pàštéd·······⟧</numerusform>
            <numerusform>⟦%n régîöñš pàštéd·······⟧</numerusform>
            <numerusform>⟦%n régîöñš pàštéd·······⟧</numerusform>
            <numerusform>⟦%n régîöñš pàštéd·······⟧</numerusform>
            <numerusform>⟦%n régîöñš pàštéd·······⟧</numerusform>
            <numerusform>⟦%n régîöñš pàštéd·······⟧</numerusform>
        </translation>
    </message>
    <message>
        <source>No unsure words in what has been read.</source>
        <translation>⟦Nö ûñšûré wördš îñ whàt hàš bééñ réàd.···············⟧</translation>
    </message>
    <message>
        <source>Unsure word, %1 % likely</source>
        <translation>⟦Ûñšûré wörd, %1 % lîkélý··········⟧</translation>
    </message>
    <message>
        <source>There is no table here to copy.</source>
        <translation>⟦Théré îš ñö tàblé héré tö çöpý.············⟧</translation>
    </message>
    <message>
        <source>There is no text here to copy.</source>
        <translation>⟦Théré îš ñö téxt héré tö çöpý.············⟧</translation>
    </message>
    <message>
        <source>The page's text is on the clipboard</source>
        <translation>⟦Thé pàgé'š téxt îš öñ thé çlîpböàrd··············⟧</translation>
    </message>
    <message>
        <source>The text is on the clipboard</source>
        <translation>⟦Thé téxt îš öñ thé çlîpböàrd···········⟧</translation>
    </message>
    <message>
        <source>The page's markdown is on the clipboard</source>
        <translation>⟦Thé pàgé'š màrkdöwñ îš öñ thé çlîpböàrd················⟧</translation>
    </message>
    <message>
        <source>The markdown is on the clipboard</source>
        <translation>⟦Thé màrkdöwñ îš öñ thé çlîpböàrd·············⟧</translation>
    </message>
    <message numerus="yes">
        <source>%n table(s) on the clipboard</source>
        <translation>
            <numerusform>⟦%n tàbléš öñ thé çlîpböàrd··········⟧</numerusform>
            <numerusform>⟦%n tàbléš öñ thé çlîpböàrd··········⟧</numerusform>
            <numerusform>⟦%n tàbléš öñ thé çlîpböàrd··········⟧</numerusform>
            <numerusform>⟦%n tàbléš öñ thé çlîpböàrd··········⟧</numerusform>
            <numerusform>⟦%n tàbléš öñ thé çlîpböàrd··········⟧</numerusform>
            <numerusform>⟦%n tàbléš öñ thé çlîpböàrd··········⟧</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing on this page is read before this.</source>
        <translation>⟦Nöthîñg öñ thîš pàgé îš réàd béföré thîš.················⟧</translation>
    </message>
    <message>
        <source>Nothing on this page is read after this.</source>
        <translation>⟦Nöthîñg öñ thîš pàgé îš réàd àftér thîš.················⟧</translation>
    </message>
    <message>
        <source>Take back what was cut</source>
        <translation>⟦Tàké bàçk whàt wàš çût·········⟧</translation>
    </message>
    <message>
        <source>What was cut is in the text again</source>
        <translation>⟦Whàt wàš çût îš îñ thé téxt àgàîñ·············⟧</translation>
    </message>
</context>
<context>
    <name>lectern::FileOpener</name>
    <message>
        <source>“%1” is not a file on this computer. Save it first, then open it here.</source>
        <translation>⟦“%1” îš ñöt à fîlé öñ thîš çömpûtér. Sàvé ît fîršt, théñ öpéñ ît héré.····························⟧</translation>
    </message>
    <message>
        <source>%1 files came at once; the first %2 are opened.</source>
        <translation>⟦%1 fîléš çàmé àt öñçé; thé fîršt %2 àré öpéñéd.···················⟧</translation>
    </message>
    <message>
        <source>There are no PDFs or pictures in the folder “%1”.</source>
        <translation>⟦Théré àré ñö PDFš ör pîçtûréš îñ thé földér “%1”.····················⟧</translation>
    </message>
    <message>
        <source>The folder “%1” holds more than is opened at once: these are the first %2 files. Open its subfolders one by one for the others.</source>
        <translation>⟦Thé földér “%1” höldš möré thàñ îš öpéñéd àt öñçé: théšé àré thé fîršt %2 fîléš. Öpéñ îtš šûbföldérš öñé bý öñé för thé öthérš.···················································⟧</translation>
    </message>
    <message>
        <source>Picture %1</source>
        <translation>⟦Pîçtûré %1····⟧</translation>
    </message>
    <message>
        <source>The picture is too large to be handed over. Save it to a file and open that.</source>
        <translation>⟦Thé pîçtûré îš töö làrgé tö bé hàñdéd övér. Sàvé ît tö à fîlé àñd öpéñ thàt.······························⟧</translation>
    </message>
</context>
<context>
    <name>lectern::Finder</name>
    <message>
        <source>more than %1</source>
        <translation>⟦möré thàñ %1·····⟧</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>⟦%1 öf %2···⟧</translation>
    </message>
    <message>
        <source>Nothing has been read yet: read a page first.</source>
        <translation>⟦Nöthîñg hàš bééñ réàd ýét: réàd à pàgé fîršt.··················⟧</translation>
    </message>
    <message numerus="yes">
        <source>Not found on the %n page(s) read so far.</source>
        <translation>
            <numerusform>⟦Nöt föûñd öñ thé %n pàgéš réàd šö fàr.···············⟧</numerusform>
            <numerusform>⟦Nöt föûñd öñ thé %n pàgéš réàd šö fàr.···············⟧</numerusform>
            <numerusform>⟦Nöt föûñd öñ thé %n pàgéš réàd šö fàr.···············⟧</numerusform>
            <numerusform>⟦Nöt föûñd öñ thé %n pàgéš réàd šö fàr.···············⟧</numerusform>
            <numerusform>⟦Nöt föûñd öñ thé %n pàgéš réàd šö fàr.···············⟧</numerusform>
            <numerusform>⟦Nöt föûñd öñ thé %n pàgéš réàd šö fàr.···············⟧</numerusform>
        </translation>
    </message>
    <message>
        <source>Not found in this document.</source>
        <translation>⟦Nöt föûñd îñ thîš döçûméñt.···········⟧</translation>
    </message>
</context>
<context>
    <name>lectern::InstalledModelModel</name>
    <message>
        <source>Fits this computer</source>
        <translation>⟦Fîtš thîš çömpûtér·······⟧</translation>
    </message>
    <message>
        <source>Fits, if other programs leave most of the %1 alone</source>
        <translation>⟦Fîtš, îf öthér prögràmš léàvé möšt öf thé %1 àlöñé····················⟧</translation>
    </message>
    <message>
        <source>Too large: there are %1</source>
        <translation>⟦Töö làrgé: théré àré %1·········⟧</translation>
    </message>
    <message>
        <source>about %1 for a letter page</source>
        <translation>⟦àböût %1 för à léttér pàgé··········⟧</translation>
    </message>
</context>
<context>
    <name>lectern::ModelCatalog</name>
    <message>
        <source>pages</source>
        <translation>⟦pàgéš··⟧</translation>
    </message>
    <message>
        <source>text</source>
        <translation>⟦téxt··⟧</translation>
    </message>
    <message>
        <source>tables</source>
        <translation>⟦tàbléš··⟧</translation>
    </message>
    <message>
        <source>formulas</source>
        <translation>⟦förmûlàš···⟧</translation>
    </message>
    <message>
        <source>pictures</source>
        <translation>⟦pîçtûréš···⟧</translation>
    </message>
    <message>
        <source>Chosen for me</source>
        <translation>⟦Chöšéñ för mé·····⟧</translation>
    </message>
    <message>
        <source>Processor: %1</source>
        <translation>⟦Pröçéššör: %1·····⟧</translation>
    </message>
    <message>
        <source>Graphics: %1</source>
        <translation>⟦Gràphîçš: %1·····⟧</translation>
    </message>
    <message>
        <source>%1 of graphics memory</source>
        <translation>⟦%1 öf gràphîçš mémörý········⟧</translation>
    </message>
    <message>
        <source>%1 of memory</source>
        <translation>⟦%1 öf mémörý·····⟧</translation>
    </message>
    <message>
        <source>Software driver, slow: %1</source>
        <translation>⟦Söftwàré drîvér, šlöw: %1··········⟧</translation>
    </message>
    <message>
        <source>Lectern reader</source>
        <translation>⟦Léçtérñ réàdér······⟧</translation>
    </message>
</context>
<context>
    <name>lectern::PageArranger</name>
    <message numerus="yes">
        <source>Turn %n page(s)</source>
        <translation>
            <numerusform>⟦Tûrñ %n pàgéš·····⟧</numerusform>
            <numerusform>⟦Tûrñ %n pàgéš·····⟧</numerusform>
            <numerusform>⟦Tûrñ %n pàgéš·····⟧</numerusform>
            <numerusform>⟦Tûrñ %n pàgéš·····⟧</numerusform>
            <numerusform>⟦Tûrñ %n pàgéš·····⟧</numerusform>
            <numerusform>⟦Tûrñ %n pàgéš·····⟧</numerusform>
        </translation>
    </message>
    <message>
        <source>One page at least has to stay.</source>
        <translation>⟦Öñé pàgé àt léàšt hàš tö štàý.············⟧</translation>
    </message>
    <message numerus="yes">
        <source>Leave out %n page(s)</source>
        <translation>
            <numerusform>⟦Léàvé öût %n pàgéš·······⟧</numerusform>
            <numerusform>⟦Léàvé öût %n pàgéš·······⟧</numerusform>
            <numerusform>⟦Léàvé öût %n pàgéš·······⟧</numerusform>
            <numerusform>⟦Léàvé öût %n pàgéš·······⟧</numerusform>
            <numerusform>⟦Léàvé öût %n pàgéš·······⟧</numerusform>
            <numerusform>⟦Léàvé öût %n pàgéš·······⟧</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Take in %n page(s)</source>
        <translation>
            <numerusform>⟦Tàké îñ %n pàgéš······⟧</numerusform>
            <numerusform>⟦Tàké îñ %n pàgéš······⟧</numerusform>
            <numerusform>⟦Tàké îñ %n pàgéš······⟧</numerusform>
            <numerusform>⟦Tàké îñ %n pàgéš······⟧</numerusform>
            <numerusform>⟦Tàké îñ %n pàgéš······⟧</numerusform>
            <numerusform>⟦Tàké îñ %n pàgéš······⟧</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) left out</source>
        <translation>
            <numerusform>⟦%n pàgéš léft öût·······⟧</numerusform>
            <numerusform>⟦%n pàgéš léft öût·······⟧</numerusform>
            <numerusform>⟦%n pàgéš léft öût·······⟧</numerusform>
            <numerusform>⟦%n pàgéš léft öût·······⟧</numerusform>
            <numerusform>⟦%n pàgéš léft öût·······⟧</numerusform>
            <numerusform>⟦%n pàgéš léft öût·······⟧</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) taken in again</source>
        <translation>
            <numerusform>⟦%n pàgéš tàkéñ îñ àgàîñ·········⟧</numerusform>
            <numerusform>⟦%n pàgéš tàkéñ îñ àgàîñ·········⟧</numerusform>
            <numerusform>⟦%n pàgéš tàkéñ îñ àgàîñ·········⟧</numerusform>
            <numerusform>⟦%n pàgéš tàkéñ îñ àgàîñ·········⟧</numerusform>
            <numerusform>⟦%n pàgéš tàkéñ îñ àgàîñ·········⟧</numerusform>
            <numerusform>⟦%n pàgéš tàkéñ îñ àgàîñ·········⟧</numerusform>
        </translation>
    </message>
    <message>
        <source>This is the first page.</source>
        <translation>⟦Thîš îš thé fîršt pàgé.·········⟧</translation>
    </message>
    <message>
        <source>This is the last page.</source>
        <translation>⟦Thîš îš thé làšt pàgé.·········⟧</translation>
    </message>
    <message numerus="yes">
        <source>Move %n page(s)</source>
        <translation>
            <numerusform>⟦Mövé %n pàgéš·····⟧</numerusform>
            <numerusform>⟦Mövé %n pàgéš·····⟧</numerusform>
            <numerusform>⟦Mövé %n pàgéš·····⟧</numerusform>
            <numerusform>⟦Mövé %n pàgéš·····⟧</numerusform>
            <numerusform>⟦Mövé %n pàgéš·····⟧</numerusform>
            <numerusform>⟦Mövé %n pàgéš·····⟧</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lectern::PageCanvas</name>
    <message>
        <source>locked</source>
        <translation>⟦löçkéd··⟧</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>⟦léft öût···⟧</translation>
    </message>
</context>
<context>
    <name>lectern::PageModel</name>
    <message>
        <source>waiting</source>
        <translation>⟦wàîtîñg···⟧</translation>
    </message>
    <message>
        <source>rendering</source>
        <translation>⟦réñdérîñg····⟧</translation>
    </message>
    <message>
        <source>reading %1 %</source>
        <translation>⟦réàdîñg %1 %·····⟧</translation>
    </message>
    <message>
        <source>read</source>
        <translation>⟦réàd··⟧</translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>⟦%n wàrñîñgš····⟧</numerusform>
            <numerusform>⟦%n wàrñîñgš····⟧</numerusform>
            <numerusform>⟦%n wàrñîñgš····⟧</numerusform>
            <numerusform>⟦%n wàrñîñgš····⟧</numerusform>
            <numerusform>⟦%n wàrñîñgš····⟧</numerusform>
            <numerusform>⟦%n wàrñîñgš····⟧</numerusform>
        </translation>
    </message>
    <message>
        <source>failed</source>
        <translation>⟦fàîléd··⟧</translation>
    </message>
    <message numerus="yes">
        <source>stopped, kept %n region(s)</source>
        <translation>
            <numerusform>⟦štöppéd, képt %n régîöñš··········⟧</numerusform>
            <numerusform>⟦štöppéd, képt %n régîöñš··········⟧</numerusform>
            <numerusform>⟦štöppéd, képt %n régîöñš··········⟧</numerusform>
            <numerusform>⟦štöppéd, képt %n régîöñš··········⟧</numerusform>
            <numerusform>⟦štöppéd, képt %n régîöñš··········⟧</numerusform>
            <numerusform>⟦štöppéd, képt %n régîöñš··········⟧</numerusform>
        </translation>
    </message>
    <message>
        <source>Reading was stopped before its end. Read the page again to finish it.</source>
        <translation>⟦Réàdîñg wàš štöppéd béföré îtš éñd. Réàd thé pàgé àgàîñ tö fîñîšh ît.····························⟧</translation>
    </message>
    <message numerus="yes">
        <source>%n unsure word(s)</source>
        <translation>
            <numerusform>⟦%n ûñšûré wördš······⟧</numerusform>
            <numerusform>⟦%n ûñšûré wördš······⟧</numerusform>
            <numerusform>⟦%n ûñšûré wördš······⟧</numerusform>
            <numerusform>⟦%n ûñšûré wördš······⟧</numerusform>
            <numerusform>⟦%n ûñšûré wördš······⟧</numerusform>
            <numerusform>⟦%n ûñšûré wördš······⟧</numerusform>
        </translation>
    </message>
    <message>
        <source>left out</source>
        <translation>⟦léft öût···⟧</translation>
    </message>
    <message>
        <source>This page is neither read nor exported.</source>
        <translation>⟦Thîš pàgé îš ñéîthér réàd ñör éxpörtéd.················⟧</translation>
    </message>
    <message numerus="yes">
        <source>read, %n to check</source>
        <translation>
            <numerusform>⟦réàd, %n tö çhéçk·······⟧</numerusform>
            <numerusform>⟦réàd, %n tö çhéçk·······⟧</numerusform>
            <numerusform>⟦réàd, %n tö çhéçk·······⟧</numerusform>
            <numerusform>⟦réàd, %n tö çhéçk·······⟧</numerusform>
            <numerusform>⟦réàd, %n tö çhéçk·······⟧</numerusform>
            <numerusform>⟦réàd, %n tö çhéçk·······⟧</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Unread print in %n place(s)</source>
        <translation>
            <numerusform>⟦Ûñréàd prîñt îñ %n plàçéš··········⟧</numerusform>
            <numerusform>⟦Ûñréàd prîñt îñ %n plàçéš··········⟧</numerusform>
            <numerusform>⟦Ûñréàd prîñt îñ %n plàçéš··········⟧</numerusform>
            <numerusform>⟦Ûñréàd prîñt îñ %n plàçéš··········⟧</numerusform>
            <numerusform>⟦Ûñréàd prîñt îñ %n plàçéš··········⟧</numerusform>
            <numerusform>⟦Ûñréàd prîñt îñ %n plàçéš··········⟧</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n region(s) with text but no print beneath</source>
        <translation>
            <numerusform>⟦%n régîöñš wîth téxt bût ñö prîñt béñéàth················⟧</numerusform>
            <numerusform>⟦%n régîöñš wîth téxt bût ñö prîñt béñéàth················⟧</numerusform>
            <numerusform>⟦%n régîöñš wîth téxt bût ñö prîñt béñéàth················⟧</numerusform>
            <numerusform>⟦%n régîöñš wîth téxt bût ñö prîñt béñéàth················⟧</numerusform>
            <numerusform>⟦%n régîöñš wîth téxt bût ñö prîñt béñéàth················⟧</numerusform>
            <numerusform>⟦%n régîöñš wîth téxt bût ñö prîñt béñéàth················⟧</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n difference(s) from the file's own text</source>
        <translation>
            <numerusform>⟦%n dîfféréñçéš fröm thé fîlé'š öwñ téxt················⟧</numerusform>
            <numerusform>⟦%n dîfféréñçéš fröm thé fîlé'š öwñ téxt················⟧</numerusform>
            <numerusform>⟦%n dîfféréñçéš fröm thé fîlé'š öwñ téxt················⟧</numerusform>
            <numerusform>⟦%n dîfféréñçéš fröm thé fîlé'š öwñ téxt················⟧</numerusform>
            <numerusform>⟦%n dîfféréñçéš fröm thé fîlé'š öwñ téxt················⟧</numerusform>
            <numerusform>⟦%n dîfféréñçéš fröm thé fîlé'š öwñ téxt················⟧</numerusform>
        </translation>
    </message>
    <message>
        <source>blank</source>
        <translation>⟦blàñk··⟧</translation>
    </message>
    <message>
        <source>%1 Read the page again (Ctrl+R).</source>
        <translation>⟦%1 Réàd thé pàgé àgàîñ (Ctrl+R).·············⟧</translation>
    </message>
    <message>
        <source>No text was found on this page. Draw a region to have it read (R).</source>
        <translation>⟦Nö téxt wàš föûñd öñ thîš pàgé. Dràw à régîöñ tö hàvé ît réàd (R).··························⟧</translation>
    </message>
    <message>
        <source>no text found</source>
        <translation>⟦ñö téxt föûñd·····⟧</translation>
    </message>
    <message>
        <source>print, no text found</source>
        <translation>⟦prîñt, ñö téxt föûñd········⟧</translation>
    </message>
    <message>
        <source>stopped, nothing read</source>
        <translation>⟦štöppéd, ñöthîñg réàd········⟧</translation>
    </message>
    <message numerus="yes">
        <source>%n region(s) not read</source>
        <translation>
            <numerusform>⟦%n régîöñš ñöt réàd········⟧</numerusform>
            <numerusform>⟦%n régîöñš ñöt réàd········⟧</numerusform>
            <numerusform>⟦%n régîöñš ñöt réàd········⟧</numerusform>
            <numerusform>⟦%n régîöñš ñöt réàd········⟧</numerusform>
            <numerusform>⟦%n régîöñš ñöt réàd········⟧</numerusform>
            <numerusform>⟦%n régîöñš ñöt réàd········⟧</numerusform>
        </translation>
    </message>
    <message>
        <source>There is print on this page, but no text was found in it. Read the page again with another model (Ctrl+M), or draw a region around the print (R).</source>
        <translation>⟦Théré îš prîñt öñ thîš pàgé, bût ñö téxt wàš föûñd îñ ît. Réàd thé pàgé àgàîñ wîth àñöthér mödél (Ctrl+M), ör dràw à régîöñ àröûñd thé prîñt (R).··························································⟧</translation>
    </message>
</context>
<context>
    <name>lectern::PageText</name>
    <message>
        <source>… and more. Export the document to have it whole.</source>
        <translation>⟦… àñd möré. Éxpört thé döçûméñt tö hàvé ît whölé.····················⟧</translation>
    </message>
</context>
<context>
    <name>lectern::ProblemModel</name>
    <message>
        <source>Enter password…</source>
        <translation>⟦Éñtér pàššwörd…······⟧</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>⟦Trý àgàîñ····⟧</translation>
    </message>
    <message>
        <source>Choose another folder…</source>
        <translation>⟦Chööšé àñöthér földér…·········⟧</translation>
    </message>
</context>
<context>
    <name>lectern::Reader</name>
    <message>
        <source>Read page %1 again</source>
        <translation>⟦Réàd pàgé %1 àgàîñ·······⟧</translation>
    </message>
    <message>
        <source>Page %1 could not be read. %2</source>
        <translation>⟦Pàgé %1 çöûld ñöt bé réàd. %2············⟧</translation>
    </message>
    <message>
        <source>Reading a region</source>
        <translation>⟦Réàdîñg à régîöñ······⟧</translation>
    </message>
    <message>
        <source>Reading region %1 of %2</source>
        <translation>⟦Réàdîñg régîöñ %1 öf %2·········⟧</translation>
    </message>
    <message>
        <source>Reading page %1</source>
        <translation>⟦Réàdîñg pàgé %1······⟧</translation>
    </message>
    <message>
        <source>Reading %1 of %2</source>
        <translation>⟦Réàdîñg %1 öf %2······⟧</translation>
    </message>
    <message>
        <source>%1 tok/s</source>
        <translation>⟦%1 tök/š···⟧</translation>
    </message>
    <message>
        <source>%1 s left</source>
        <translation>⟦%1 š léft····⟧</translation>
    </message>
    <message>
        <source>%1 min left</source>
        <translation>⟦%1 mîñ léft····⟧</translation>
    </message>
    <message>
        <source>%1 h left</source>
        <translation>⟦%1 h léft····⟧</translation>
    </message>
    <message>
        <source>The region could not be read. %1</source>
        <translation>⟦Thé régîöñ çöûld ñöt bé réàd. %1·············⟧</translation>
    </message>
    <message numerus="yes">
        <source>Read %n region(s) again</source>
        <translation>
            <numerusform>⟦Réàd %n régîöñš àgàîñ········⟧</numerusform>
            <numerusform>⟦Réàd %n régîöñš àgàîñ········⟧</numerusform>
            <numerusform>⟦Réàd %n régîöñš àgàîñ········⟧</numerusform>
            <numerusform>⟦Réàd %n régîöñš àgàîñ········⟧</numerusform>
            <numerusform>⟦Réàd %n régîöñš àgàîñ········⟧</numerusform>
            <numerusform>⟦Réàd %n régîöñš àgàîñ········⟧</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lectern::RegionModel</name>
    <message>
        <source>edited</source>
        <translation>⟦édîtéd··⟧</translation>
    </message>
    <message>
        <source>locked</source>
        <translation>⟦löçkéd··⟧</translation>
    </message>
    <message>
        <source>left out of exports</source>
        <translation>⟦léft öût öf éxpörtš········⟧</translation>
    </message>
    <message>
        <source>%1 points from the left, %2 from the top, %3 wide, %4 high</source>
        <translation>⟦%1 pöîñtš fröm thé léft, %2 fröm thé töp, %3 wîdé, %4 hîgh·······················⟧</translation>
    </message>
</context>
<context>
    <name>lectern::Session</name>
    <message>
        <source>This page is left out of the document. Take it in again to read it.</source>
        <translation>⟦Thîš pàgé îš léft öût öf thé döçûméñt. Tàké ît îñ àgàîñ tö réàd ît.···························⟧</translation>
    </message>
    <message>
        <source>Locked regions are not read again.</source>
        <translation>⟦Löçkéd régîöñš àré ñöt réàd àgàîñ.··············⟧</translation>
    </message>
    <message>
        <source>There is nothing on the clipboard that can be opened here.</source>
        <translation>⟦Théré îš ñöthîñg öñ thé çlîpböàrd thàt çàñ bé öpéñéd héré.·······················⟧</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>⟦Sàvéd àš %1····⟧</translation>
    </message>
    <message>
        <source>Every page has been read. Ctrl+R reads the page in view again.</source>
        <translation>⟦Évérý pàgé hàš bééñ réàd. Ctrl+R réàdš thé pàgé îñ vîéw àgàîñ.·························⟧</translation>
    </message>
    <message>
        <source>Every page of every document has been read.</source>
        <translation>⟦Évérý pàgé öf évérý döçûméñt hàš bééñ réàd.·················⟧</translation>
    </message>
    <message>
        <source>%1 has changed since. Choose where to save.</source>
        <translation>⟦%1 hàš çhàñgéd šîñçé. Chööšé whéré tö šàvé.·················⟧</translation>
    </message>
    <message>
        <source>%1 and %2 more</source>
        <translation>⟦%1 àñd %2 möré······⟧</translation>
    </message>
</context>
<context>
    <name>lectern::TextDifference</name>
    <message>
        <source>Read again: the text is the same</source>
        <translation>⟦Réàd àgàîñ: thé téxt îš thé šàmé·············⟧</translation>
    </message>
    <message numerus="yes">
        <source>Read again: %n word(s) differ</source>
        <translation>
            <numerusform>⟦Réàd àgàîñ: %n wördš dîffér···········⟧</numerusform>
            <numerusform>⟦Réàd àgàîñ: %n wördš dîffér···········⟧</numerusform>
            <numerusform>⟦Réàd àgàîñ: %n wördš dîffér···········⟧</numerusform>
            <numerusform>⟦Réàd àgàîñ: %n wördš dîffér···········⟧</numerusform>
            <numerusform>⟦Réàd àgàîñ: %n wördš dîffér···········⟧</numerusform>
            <numerusform>⟦Réàd àgàîñ: %n wördš dîffér···········⟧</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Reads documents on this computer.</source>
        <translation>⟦Réàdš döçûméñtš öñ thîš çömpûtér.·············⟧</translation>
    </message>
    <message>
        <source>Replay a stored document instead of reading.</source>
        <translation>⟦Réplàý à štöréd döçûméñt îñštéàd öf réàdîñg.··················⟧</translation>
    </message>
    <message>
        <source>PDFs or pictures to open.</source>
        <translation>⟦PDFš ör pîçtûréš tö öpéñ.··········⟧</translation>
    </message>
    <message>
        <source>Open the sample page.</source>
        <translation>⟦Öpéñ thé šàmplé pàgé.········⟧</translation>
    </message>
</context>
</TS>
