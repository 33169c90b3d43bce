<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>ArrangeCommands</name>
    <message>
        <source>Turn the page left</source>
        <translation>Seite nach links drehen</translation>
    </message>
    <message>
        <source>Turn the page right</source>
        <translation>Seite nach rechts drehen</translation>
    </message>
    <message>
        <source>Leave pages out, or take them in (in the list of pages)</source>
        <translation>Seiten auslassen oder aufnehmen (in der Seitenliste)</translation>
    </message>
    <message>
        <source>Move pages earlier (in the list of pages)</source>
        <translation>Seiten nach vorn schieben (in der Seitenliste)</translation>
    </message>
    <message>
        <source>Move pages later (in the list of pages)</source>
        <translation>Seiten nach hinten schieben (in der Seitenliste)</translation>
    </message>
    <message>
        <source>Next document</source>
        <translation>Nächstes Dokument</translation>
    </message>
    <message>
        <source>Previous document</source>
        <translation>Voriges Dokument</translation>
    </message>
</context>
<context>
    <name>CheckPanel</name>
    <message>
        <source>Print that no region covers</source>
        <translation>Druck, den kein Bereich abdeckt</translation>
    </message>
    <message>
        <source>Text without print beneath it</source>
        <translation>Text ohne Druck darunter</translation>
    </message>
    <message>
        <source>Not in any region, but in the file&apos;s text</source>
        <translation>In keinem Bereich, aber im Text der Datei</translation>
    </message>
    <message>
        <source>Only in the file&apos;s text</source>
        <translation>Nur im Text der Datei</translation>
    </message>
    <message>
        <source>Not in the file&apos;s text</source>
        <translation>Nicht im Text der Datei</translation>
    </message>
    <message>
        <source>Other than the file&apos;s text</source>
        <translation>Anders als der Text der Datei</translation>
    </message>
    <message>
        <source>The page is being read.</source>
        <translation>Die Seite wird gerade gelesen.</translation>
    </message>
    <message>
        <source>Looking at the page…</source>
        <translation>Die Seite wird betrachtet …</translation>
    </message>
    <message>
        <source>Read the page first: then its print and the file&apos;s own text are held against what was read.</source>
        <translation>Lesen Sie zuerst die Seite: Dann werden ihr Druck und der eigene Text der Datei mit dem Gelesenen verglichen.</translation>
    </message>
    <message>
        <source>No unsure words</source>
        <translation>Keine unsicheren Wörter</translation>
    </message>
    <message numerus="yes">
        <source>%n unsure word(s)</source>
        <translation>
            <numerusform>%n unsicheres Wort</numerusform>
            <numerusform>%n unsichere Wörter</numerusform>
        </translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Go to the next unsure word</source>
        <translation>Zum nächsten unsicheren Wort gehen</translation>
    </message>
    <message>
        <source>All print lies in regions</source>
        <translation>Aller Druck liegt in Bereichen</translation>
    </message>
    <message numerus="yes">
        <source>Unread print in %n place(s), %1 % of the page&apos;s</source>
        <translation>
            <numerusform>Ungelesener Druck an %n Stelle, %1 % der Seite</numerusform>
            <numerusform>Ungelesener Druck an %n Stellen, %1 % der Seite</numerusform>
        </translation>
    </message>
    <message>
        <source>All text has print beneath it</source>
        <translation>Unter allem Text liegt Druck</translation>
    </message>
    <message numerus="yes">
        <source>%n region(s) with text but no print beneath</source>
        <translation>
            <numerusform>%n Bereich mit Text, aber ohne Druck darunter</numerusform>
            <numerusform>%n Bereiche mit Text, aber ohne Druck darunter</numerusform>
        </translation>
    </message>
    <message>
        <source>The file brings no text along to compare with</source>
        <translation>Die Datei bringt keinen Text zum Vergleichen mit</translation>
    </message>
    <message>
        <source>The same as the file&apos;s own text</source>
        <translation>Gleich dem eigenen Text der Datei</translation>
    </message>
    <message numerus="yes">
        <source>%n difference(s) from the file&apos;s own text</source>
        <translation>
            <numerusform>%n Unterschied zum eigenen Text der Datei</numerusform>
            <numerusform>%n Unterschiede zum eigenen Text der Datei</numerusform>
        </translation>
    </message>
    <message>
        <source>Print on the page (F8)</source>
        <translation>Druck auf der Seite (F8)</translation>
    </message>
    <message>
        <source>Differences (F9)</source>
        <translation>Unterschiede (F9)</translation>
    </message>
    <message>
        <source>What to look at on this page</source>
        <translation>Was auf dieser Seite anzusehen ist</translation>
    </message>
    <message>
        <source>%1. Read: %2. In the file: %3</source>
        <translation>%1. Gelesen: %2. In der Datei: %3</translation>
    </message>
    <message>
        <source>read: %1</source>
        <translation>gelesen: %1</translation>
    </message>
    <message>
        <source>in the file: %1</source>
        <translation>in der Datei: %1</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Lesen</translation>
    </message>
    <message>
        <source>Make a region of this place and read it</source>
        <translation>Aus dieser Stelle einen Bereich machen und ihn lesen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete this region; can be undone</source>
        <translation>Diesen Bereich löschen; lässt sich rückgängig machen</translation>
    </message>
    <message>
        <source>Take</source>
        <translation>Nehmen</translation>
    </message>
    <message>
        <source>Take the file&apos;s words instead</source>
        <translation>Stattdessen die Wörter der Datei nehmen</translation>
    </message>
</context>
<context>
    <name>CloseDialog</name>
    <message>
        <source>Close “%1”?</source>
        <translation>„%1“ schließen?</translation>
    </message>
    <message>
        <source>Quit?</source>
        <translation>Beenden?</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Keep open</source>
        <translation>Offen lassen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Sichern</translation>
    </message>
    <message>
        <source>What was read or changed in it is in no file yet.</source>
        <translation>Was darin gelesen oder geändert wurde, steht noch in keiner Datei.</translation>
    </message>
    <message>
        <source>What was read or changed in %1 is in no file yet.</source>
        <translation>Was in %1 gelesen oder geändert wurde, steht noch in keiner Datei.</translation>
    </message>
    <message>
        <source>Save it and leave it open</source>
        <translation>Sichern und offen lassen</translation>
    </message>
    <message>
        <source>Close and lose what is in no file</source>
        <translation>Schließen und verlieren, was in keiner Datei steht</translation>
    </message>
</context>
<context>
    <name>CopyMenu</name>
    <message>
        <source>Copy as</source>
        <translation>Kopieren als</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Markdown</source>
        <translation>Markdown</translation>
    </message>
    <message>
        <source>Table (tabs and HTML)</source>
        <translation>Tabelle (Tabulatoren und HTML)</translation>
    </message>
</context>
<context>
    <name>CutDialog</name>
    <message>
        <source>What was cut</source>
        <translation>Was gekürzt wurde</translation>
    </message>
    <message>
        <source>The model began to repeat itself and was stopped. This was taken off the end of the text:</source>
        <translation>Das Modell begann, sich zu wiederholen, und wurde angehalten. Das wurde am Ende des Textes weggenommen:</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy what was cut</source>
        <translation>Das Gekürzte kopieren</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Zurückholen</translation>
    </message>
    <message>
        <source>Put it back behind the text</source>
        <translation>Wieder an den Text anfügen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>Dialogs</name>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Documents and pictures (%1)</source>
        <translation>Dokumente und Bilder (%1)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>Sichern als</translation>
    </message>
    <message>
        <source>Documents in work (%1)</source>
        <translation>Dokumente in Arbeit (%1)</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Sichern</translation>
    </message>
</context>
<context>
    <name>DifferencePanel</name>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Take the new reading back</source>
        <translation>Die neue Lesung zurücknehmen</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Keep the new reading</source>
        <translation>Die neue Lesung behalten</translation>
    </message>
</context>
<context>
    <name>DocumentRow</name>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Close %1</source>
        <translation>%1 schließen</translation>
    </message>
</context>
<context>
    <name>DropCover</name>
    <message numerus="yes">
        <source>Drop to open %n file(s)</source>
        <translation>
            <numerusform>Loslassen, um %n Datei zu öffnen</numerusform>
            <numerusform>Loslassen, um %n Dateien zu öffnen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EditCommands</name>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Select regions</source>
        <translation>Bereiche auswählen</translation>
    </message>
    <message>
        <source>Draw a region and read it</source>
        <translation>Einen Bereich zeichnen und lesen</translation>
    </message>
    <message>
        <source>Move the page; or hold Space</source>
        <translation>Die Seite bewegen; oder Leertaste halten</translation>
    </message>
    <message>
        <source>Select all regions of the page</source>
        <translation>Alle Bereiche der Seite auswählen</translation>
    </message>
    <message>
        <source>Cut regions</source>
        <translation>Bereiche ausschneiden</translation>
    </message>
    <message>
        <source>Paste regions, files or a picture</source>
        <translation>Bereiche, Dateien oder ein Bild einfügen</translation>
    </message>
    <message>
        <source>Delete regions</source>
        <translation>Bereiche löschen</translation>
    </message>
    <message>
        <source>Edit the text</source>
        <translation>Den Text bearbeiten</translation>
    </message>
    <message>
        <source>Read the regions again…</source>
        <translation>Die Bereiche neu lesen …</translation>
    </message>
    <message>
        <source>Merge regions</source>
        <translation>Bereiche verbinden</translation>
    </message>
    <message>
        <source>Split the region at the pointer</source>
        <translation>Den Bereich am Zeiger teilen</translation>
    </message>
    <message>
        <source>Leave out of exports, or take in</source>
        <translation>Vom Export ausnehmen oder aufnehmen</translation>
    </message>
    <message>
        <source>Lock or unlock</source>
        <translation>Sperren oder freigeben</translation>
    </message>
    <message>
        <source>Earlier in reading order</source>
        <translation>Früher in der Lesefolge</translation>
    </message>
    <message>
        <source>Later in reading order</source>
        <translation>Später in der Lesefolge</translation>
    </message>
    <message>
        <source>Copy regions, or words selected in the text</source>
        <translation>Bereiche kopieren oder im Text gewählte Wörter</translation>
    </message>
    <message>
        <source>Show what was cut</source>
        <translation>Gekürztes zeigen</translation>
    </message>
</context>
<context>
    <name>EditTools</name>
    <message>
        <source>Select regions</source>
        <translation>Bereiche auswählen</translation>
    </message>
    <message>
        <source>Draw a region and read it</source>
        <translation>Einen Bereich zeichnen und lesen</translation>
    </message>
    <message>
        <source>Move the page</source>
        <translation>Die Seite bewegen</translation>
    </message>
    <message>
        <source>Undo: %1</source>
        <translation>Rückgängig: %1</translation>
    </message>
    <message>
        <source>Nothing to undo</source>
        <translation>Nichts rückgängig zu machen</translation>
    </message>
    <message>
        <source>Redo: %1</source>
        <translation>Wiederholen: %1</translation>
    </message>
    <message>
        <source>Nothing to redo</source>
        <translation>Nichts zu wiederholen</translation>
    </message>
</context>
<context>
    <name>EmptyText</name>
    <message>
        <source>Looking for text on this page</source>
        <translation>Auf dieser Seite wird Text gesucht</translation>
    </message>
    <message>
        <source>✕ This page could not be read. %1</source>
        <translation>✕ Diese Seite ließ sich nicht lesen. %1</translation>
    </message>
    <message>
        <source>No text was found on this page.</source>
        <translation>Auf dieser Seite wurde kein Text gefunden.</translation>
    </message>
    <message>
        <source>This page has not been read yet. Its text appears here while it is read.</source>
        <translation>Diese Seite ist noch nicht gelesen. Ihr Text erscheint hier, während sie gelesen wird.</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Read the page again</source>
        <translation>Die Seite neu lesen</translation>
    </message>
    <message>
        <source>Read page</source>
        <translation>Seite lesen</translation>
    </message>
    <message>
        <source>⚠ There is print on this page, but no text was found in it. Read it with another model, or draw a region around the print (R).</source>
        <translation>⚠ Auf dieser Seite ist etwas gedruckt, doch es wurde kein Text darin gefunden. Lesen Sie sie mit einem anderen Modell oder zeichnen Sie einen Bereich um das Gedruckte (R).</translation>
    </message>
    <message>
        <source>This page is blank.</source>
        <translation>Diese Seite ist leer.</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export “%1”</source>
        <translation>„%1“ exportieren</translation>
    </message>
    <message>
        <source>%1 (.%2)</source>
        <translation>%1 (.%2)</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Ändern …</translation>
    </message>
    <message>
        <source>Change the folder, now %1</source>
        <translation>Den Ordner ändern, jetzt %1</translation>
    </message>
    <message>
        <source>Some pages have not been read; only those that have are written.</source>
        <translation>Einige Seiten sind nicht gelesen; nur die gelesenen werden geschrieben.</translation>
    </message>
    <message>
        <source>%1 is already there. Replace it?</source>
        <translation>%1 ist schon da. Ersetzen?</translation>
    </message>
    <message>
        <source>✓ Written: %1</source>
        <translation>✓ Geschrieben: %1</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Export to</source>
        <translation>Exportieren nach</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find in the text</source>
        <translation>Im Text suchen</translation>
    </message>
    <message>
        <source>Find in the text of all pages</source>
        <translation>Im Text aller Seiten suchen</translation>
    </message>
    <message>
        <source>Previous place</source>
        <translation>Vorige Stelle</translation>
    </message>
    <message>
        <source>Next place</source>
        <translation>Nächste Stelle</translation>
    </message>
    <message>
        <source>Went on from the other end of the document.</source>
        <translation>Am anderen Ende des Dokuments fortgesetzt.</translation>
    </message>
</context>
<context>
    <name>FirstRun</name>
    <message>
        <source>A file is being opened</source>
        <translation>Eine Datei wird geöffnet</translation>
    </message>
    <message>
        <source>Drop PDFs or pictures here to read them on this computer</source>
        <translation>PDFs oder Bilder hierher ziehen, um sie auf diesem Rechner zu lesen</translation>
    </message>
    <message>
        <source>Opening %1</source>
        <translation>%1 wird geöffnet</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>Öffnen …</translation>
    </message>
    <message>
        <source>Try the sample</source>
        <translation>Beispiel ausprobieren</translation>
    </message>
    <message>
        <source>Read by %1</source>
        <translation>Gelesen von %1</translation>
    </message>
    <message>
        <source>Read by %1 (%2), on this computer</source>
        <translation>Gelesen von %1 (%2), auf diesem Rechner</translation>
    </message>
    <message>
        <source>Recent documents</source>
        <translation>Zuletzt geöffnet</translation>
    </message>
</context>
<context>
    <name>HelpArticle</name>
    <message>
        <source>From here</source>
        <translation>Von hier aus</translation>
    </message>
</context>
<context>
    <name>HelpBlock</name>
    <message>
        <source>%1.</source>
        <translation>%1.</translation>
    </message>
    <message>
        <source>Copy: %1</source>
        <translation>Kopieren: %1</translation>
    </message>
</context>
<context>
    <name>HelpPanel</name>
    <message>
        <source>Guide</source>
        <translation>Anleitung</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Search the guide</source>
        <translation>In der Anleitung suchen</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>Inhalt</translation>
    </message>
    <message>
        <source>Close the guide</source>
        <translation>Die Anleitung schließen</translation>
    </message>
    <message>
        <source>The guide says nothing about “%1”. Try fewer or other words.</source>
        <translation>Die Anleitung sagt nichts zu „%1“. Versuchen Sie weniger oder andere Wörter.</translation>
    </message>
    <message>
        <source>Contents of the guide</source>
        <translation>Inhalt der Anleitung</translation>
    </message>
    <message>
        <source>Found in the guide</source>
        <translation>In der Anleitung gefunden</translation>
    </message>
</context>
<context>
    <name>HelpRow</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>InlineMessage</name>
    <message>
        <source>Hide details</source>
        <translation>Einzelheiten verbergen</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Dismiss this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
    <message>
        <source>Copy the details</source>
        <translation>Die Einzelheiten kopieren</translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Halves of the window</source>
        <translation>Hälften des Fensters</translation>
    </message>
</context>
<context>
    <name>MainMenu</name>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Less motion</source>
        <translation>Weniger Bewegung</translation>
    </message>
    <message>
        <source>Show regions</source>
        <translation>Bereiche zeigen</translation>
    </message>
    <message>
        <source>Models and devices…</source>
        <translation>Modelle und Geräte …</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Einstellungen …</translation>
    </message>
    <message>
        <source>Keyboard…</source>
        <translation>Tastatur …</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Guide…</source>
        <translation>Anleitung …</translation>
    </message>
    <message>
        <source>Read all documents</source>
        <translation>Alle Dokumente lesen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Sichern</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Sichern als …</translation>
    </message>
</context>
<context>
    <name>ModelRow</name>
    <message>
        <source>comes with Lectern</source>
        <translation>gehört zu Lectern</translation>
    </message>
    <message>
        <source>✕ %1</source>
        <translation>✕ %1</translation>
    </message>
    <message>
        <source>⚠ Needs %1. %2</source>
        <translation>⚠ Braucht %1. %2</translation>
    </message>
    <message>
        <source>✓ Needs %1. %2</source>
        <translation>✓ Braucht %1. %2</translation>
    </message>
</context>
<context>
    <name>ModelsDialog</name>
    <message>
        <source>Models and devices</source>
        <translation>Modelle und Geräte</translation>
    </message>
    <message>
        <source>Choose for</source>
        <translation>Wählen für</translation>
    </message>
    <message>
        <source>All documents</source>
        <translation>Alle Dokumente</translation>
    </message>
    <message>
        <source>“%1” alone</source>
        <translation>Nur „%1“</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Installed models</source>
        <translation>Vorhandene Modelle</translation>
    </message>
    <message>
        <source>Looking for models</source>
        <translation>Modelle werden gesucht</translation>
    </message>
    <message>
        <source>Model folders are looked for in %1.</source>
        <translation>Modellordner werden in %1 gesucht.</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Open the folder of models</source>
        <translation>Den Ordner der Modelle öffnen</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Neu suchen</translation>
    </message>
    <message>
        <source>Look for models and devices again</source>
        <translation>Noch einmal nach Modellen und Geräten suchen</translation>
    </message>
    <message>
        <source>As for all</source>
        <translation>Wie für alle</translation>
    </message>
    <message>
        <source>Read this document as all others</source>
        <translation>Dieses Dokument wie alle anderen lesen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>PageCommands</name>
    <message>
        <source>Open files</source>
        <translation>Dateien öffnen</translation>
    </message>
    <message>
        <source>Close the document</source>
        <translation>Das Dokument schließen</translation>
    </message>
    <message>
        <source>Read this page</source>
        <translation>Diese Seite lesen</translation>
    </message>
    <message>
        <source>Read the document</source>
        <translation>Das Dokument lesen</translation>
    </message>
    <message>
        <source>Stop reading; else leave the selection</source>
        <translation>Lesen anhalten; sonst Auswahl aufheben</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>Nächste Seite</translation>
    </message>
    <message>
        <source>Previous page</source>
        <translation>Vorige Seite</translation>
    </message>
    <message>
        <source>First page</source>
        <translation>Erste Seite</translation>
    </message>
    <message>
        <source>Last page</source>
        <translation>Letzte Seite</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Actual size</source>
        <translation>Originalgröße</translation>
    </message>
    <message>
        <source>Fit width</source>
        <translation>Breite einpassen</translation>
    </message>
    <message>
        <source>Fit page</source>
        <translation>Seite einpassen</translation>
    </message>
    <message>
        <source>Show or hide the regions</source>
        <translation>Bereiche zeigen oder verbergen</translation>
    </message>
    <message>
        <source>Show or hide the reading order</source>
        <translation>Lesefolge zeigen oder verbergen</translation>
    </message>
    <message>
        <source>Tint unsure words, or not</source>
        <translation>Unsichere Wörter färben oder nicht</translation>
    </message>
    <message>
        <source>Next unsure word</source>
        <translation>Nächstes unsicheres Wort</translation>
    </message>
    <message>
        <source>Previous unsure word</source>
        <translation>Voriges unsicheres Wort</translation>
    </message>
    <message>
        <source>Save, to go on later</source>
        <translation>Sichern, um später weiterzumachen</translation>
    </message>
    <message>
        <source>Save somewhere else</source>
        <translation>Woanders sichern</translation>
    </message>
    <message>
        <source>Read all documents</source>
        <translation>Alle Dokumente lesen</translation>
    </message>
</context>
<context>
    <name>PageList</name>
    <message>
        <source>Documents and pages</source>
        <translation>Dokumente und Seiten</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Dokumente</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Documents (%1)</source>
        <translation>Dokumente (%1)</translation>
    </message>
</context>
<context>
    <name>PageMenu</name>
    <message>
        <source>Read this page</source>
        <translation>Diese Seite lesen</translation>
    </message>
    <message>
        <source>Turn left</source>
        <translation>Nach links drehen</translation>
    </message>
    <message>
        <source>Turn right</source>
        <translation>Nach rechts drehen</translation>
    </message>
    <message>
        <source>Move earlier</source>
        <translation>Nach vorn schieben</translation>
    </message>
    <message>
        <source>Move later</source>
        <translation>Nach hinten schieben</translation>
    </message>
    <message numerus="yes">
        <source>Take in %n page(s) again</source>
        <translation>
            <numerusform>%n Seite wieder aufnehmen</numerusform>
            <numerusform>%n Seiten wieder aufnehmen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Leave out %n page(s)</source>
        <translation>
            <numerusform>%n Seite auslassen</numerusform>
            <numerusform>%n Seiten auslassen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PageSteps</name>
    <message>
        <source>Previous page</source>
        <translation>Vorige Seite</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>von %1</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>Nächste Seite</translation>
    </message>
</context>
<context>
    <name>PageThumbnail</name>
    <message>
        <source>Page %1, %2</source>
        <translation>Seite %1, %2</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut lesen</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>Fertig lesen</translation>
    </message>
    <message>
        <source>Read page %1 again</source>
        <translation>Seite %1 noch einmal lesen</translation>
    </message>
</context>
<context>
    <name>PageView</name>
    <message numerus="yes">
        <source>Page %1 of %2, %n region(s)</source>
        <translation>
            <numerusform>Seite %1 von %2, %n Bereich</numerusform>
            <numerusform>Seite %1 von %2, %n Bereiche</numerusform>
        </translation>
    </message>
    <message>
        <source>The page is being drawn</source>
        <translation>Die Seite wird gezeichnet</translation>
    </message>
    <message>
        <source>Drawing page %1</source>
        <translation>Seite %1 wird gezeichnet</translation>
    </message>
    <message>
        <source>Page %1 cannot be drawn. The other pages are not affected.</source>
        <translation>Seite %1 lässt sich nicht zeichnen. Die anderen Seiten sind nicht betroffen.</translation>
    </message>
</context>
<context>
    <name>PagesList</name>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
</context>
<context>
    <name>PasswordDialog</name>
    <message>
        <source>Password needed</source>
        <translation>Passwort nötig</translation>
    </message>
    <message>
        <source>That password does not open “%1”.</source>
        <translation>Dieses Passwort öffnet „%1“ nicht.</translation>
    </message>
    <message>
        <source>“%1” is protected.</source>
        <translation>„%1“ ist geschützt.</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
</context>
<context>
    <name>Problems</name>
    <message>
        <source>Messages</source>
        <translation>Meldungen</translation>
    </message>
</context>
<context>
    <name>ProgressStrip</name>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message numerus="yes">
        <source>%n unsure word(s)</source>
        <translation>
            <numerusform>%n unsicheres Wort</numerusform>
            <numerusform>%n unsichere Wörter</numerusform>
        </translation>
    </message>
    <message>
        <source>Go to the next unsure word</source>
        <translation>Zum nächsten unsicheren Wort</translation>
    </message>
    <message>
        <source>network %1</source>
        <translation>Netz %1</translation>
    </message>
    <message>
        <source>unread print %1 %</source>
        <translation>ungelesener Druck %1 %</translation>
    </message>
    <message numerus="yes">
        <source>%n without print</source>
        <translation>
            <numerusform>%n ohne Druck</numerusform>
            <numerusform>%n ohne Druck</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n difference(s)</source>
        <translation>
            <numerusform>%n Unterschied</numerusform>
            <numerusform>%n Unterschiede</numerusform>
        </translation>
    </message>
    <message>
        <source>What to check on this page</source>
        <translation>Was auf dieser Seite zu prüfen ist</translation>
    </message>
</context>
<context>
    <name>ReadAgainDialog</name>
    <message>
        <source>As the model likes</source>
        <translation>Wie das Modell mag</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>Formula</source>
        <translation>Formel</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message numerus="yes">
        <source>Read %n region(s) again</source>
        <translation>
            <numerusform>%n Bereich neu lesen</numerusform>
            <numerusform>%n Bereiche neu lesen</numerusform>
        </translation>
    </message>
    <message>
        <source>What it is</source>
        <translation>Was es ist</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Auftrag</translation>
    </message>
    <message>
        <source>the task&apos;s own</source>
        <translation>der eigene der Aufgabe</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>As chosen: %1</source>
        <translation>Wie gewählt: %1</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>Graphics card (Vulkan)</source>
        <translation>Grafikkarte (Vulkan)</translation>
    </message>
    <message>
        <source>Resolution</source>
        <translation>Auflösung</translation>
    </message>
    <message>
        <source>as the model likes</source>
        <translation>wie das Modell mag</translation>
    </message>
    <message>
        <source>%1 dpi</source>
        <translation>%1 dpi</translation>
    </message>
    <message>
        <source>Resolution in dots per inch</source>
        <translation>Auflösung in Punkten je Zoll</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Lesen</translation>
    </message>
</context>
<context>
    <name>RegionBlock</name>
    <message>
        <source>%1 %2: %3</source>
        <translation>%1 %2: %3</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>Neu lesen</translation>
    </message>
    <message>
        <source>Read region %1 again</source>
        <translation>Bereich %1 neu lesen</translation>
    </message>
    <message>
        <source>locked, left out of exports</source>
        <translation>gesperrt, vom Export ausgenommen</translation>
    </message>
    <message>
        <source>locked</source>
        <translation>gesperrt</translation>
    </message>
    <message>
        <source>left out of exports</source>
        <translation>vom Export ausgenommen</translation>
    </message>
    <message>
        <source>Show what was cut</source>
        <translation>Gekürztes zeigen</translation>
    </message>
    <message>
        <source>Show what was cut from region %1</source>
        <translation>Zeigen, was aus Bereich %1 gekürzt wurde</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Lesen</translation>
    </message>
    <message>
        <source>Read region %1</source>
        <translation>Bereich %1 lesen</translation>
    </message>
</context>
<context>
    <name>RegionForm</name>
    <message>
        <source>Selected regions</source>
        <translation>Ausgewählte Bereiche</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Freigeben</translation>
    </message>
    <message>
        <source>Lock: stays as it is</source>
        <translation>Sperren: bleibt, wie es ist</translation>
    </message>
    <message>
        <source>Read again…</source>
        <translation>Neu lesen …</translation>
    </message>
    <message>
        <source>Edit the text</source>
        <translation>Den Text bearbeiten</translation>
    </message>
    <message>
        <source>Split in the middle</source>
        <translation>In der Mitte teilen</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Left, points</source>
        <translation>Links, Punkte</translation>
    </message>
    <message>
        <source>Top, points</source>
        <translation>Oben, Punkte</translation>
    </message>
    <message>
        <source>Width, points</source>
        <translation>Breite, Punkte</translation>
    </message>
    <message>
        <source>Height, points</source>
        <translation>Höhe, Punkte</translation>
    </message>
    <message>
        <source>Place in the reading order</source>
        <translation>Platz in der Lesefolge</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Links</translation>
    </message>
    <message>
        <source>Top</source>
        <translation>Oben</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Breite</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>Höhe</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Folge</translation>
    </message>
    <message>
        <source>Several</source>
        <translation>Mehrere</translation>
    </message>
</context>
<context>
    <name>RegionList</name>
    <message>
        <source>Regions in reading order</source>
        <translation>Bereiche in der Lesefolge</translation>
    </message>
</context>
<context>
    <name>RegionMenu</name>
    <message>
        <source>Read again</source>
        <translation>Neu lesen</translation>
    </message>
    <message>
        <source>As before</source>
        <translation>Wie zuvor</translation>
    </message>
    <message>
        <source>As text</source>
        <translation>Als Text</translation>
    </message>
    <message>
        <source>As a table</source>
        <translation>Als Tabelle</translation>
    </message>
    <message>
        <source>As a formula</source>
        <translation>Als Formel</translation>
    </message>
    <message>
        <source>As a picture</source>
        <translation>Als Bild</translation>
    </message>
    <message>
        <source>Other prompt, model or device…</source>
        <translation>Anderer Auftrag, anderes Modell oder Gerät …</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Edit text</source>
        <translation>Text bearbeiten</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>Split here</source>
        <translation>Hier teilen</translation>
    </message>
    <message>
        <source>Read earlier</source>
        <translation>Früher lesen</translation>
    </message>
    <message>
        <source>Read later</source>
        <translation>Später lesen</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>Gesperrt</translation>
    </message>
    <message>
        <source>Left out of exports</source>
        <translation>Vom Export ausgenommen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Show what was cut</source>
        <translation>Gekürztes zeigen</translation>
    </message>
</context>
<context>
    <name>RegionRequest</name>
    <message>
        <source>Nothing was found to read here.</source>
        <translation>Hier wurde nichts zu lesen gefunden.</translation>
    </message>
</context>
<context>
    <name>ReplaceDialog</name>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Save, and lose what the file holds now</source>
        <translation>Sichern und verlieren, was die Datei jetzt enthält</translation>
    </message>
    <message>
        <source>Choose another name…</source>
        <translation>Anderen Namen wählen …</translation>
    </message>
    <message>
        <source>Replace?</source>
        <translation>Ersetzen?</translation>
    </message>
    <message>
        <source>“%1” is there already. What it holds would be lost.</source>
        <translation>„%1“ gibt es schon. Was darin steht, ginge verloren.</translation>
    </message>
</context>
<context>
    <name>ScrollStrip</name>
    <message>
        <source>Scroll</source>
        <translation>Blättern</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Open the folder: %1</source>
        <translation>Den Ordner öffnen: %1</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Size of text</source>
        <translation>Textgröße</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>From the next start on.</source>
        <translation>Ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>Less motion</source>
        <translation>Weniger Bewegung</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>Lesen</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Choose model and device</source>
        <translation>Modell und Gerät wählen</translation>
    </message>
    <message>
        <source>Resolution</source>
        <translation>Auflösung</translation>
    </message>
    <message>
        <source>Resolution in dots per inch</source>
        <translation>Auflösung in Punkten je Zoll</translation>
    </message>
    <message>
        <source>as the model likes</source>
        <translation>wie das Modell mag</translation>
    </message>
    <message>
        <source>%1 dpi</source>
        <translation>%1 dpi</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Threads</translation>
    </message>
    <message>
        <source>Threads of the processor</source>
        <translation>Threads des Prozessors</translation>
    </message>
    <message>
        <source>all %1</source>
        <translation>alle %1</translation>
    </message>
    <message>
        <source>Where things are kept</source>
        <translation>Wo was aufbewahrt wird</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Pictures from other programs</source>
        <translation>Bilder aus anderen Programmen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard</source>
        <translation>Tastatur</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>StatusStrip</name>
    <message>
        <source>Opening %1</source>
        <translation>%1 wird geöffnet</translation>
    </message>
    <message numerus="yes">
        <source>%n region(s) on this page</source>
        <translation>
            <numerusform>%n Bereich auf dieser Seite</numerusform>
            <numerusform>%n Bereiche auf dieser Seite</numerusform>
        </translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Freigeben</translation>
    </message>
</context>
<context>
    <name>TextCommands</name>
    <message>
        <source>Find in the text</source>
        <translation>Im Text suchen</translation>
    </message>
    <message>
        <source>Next place</source>
        <translation>Nächste Stelle</translation>
    </message>
    <message>
        <source>Previous place</source>
        <translation>Vorige Stelle</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>Als Text kopieren</translation>
    </message>
    <message>
        <source>Copy as markdown</source>
        <translation>Als Markdown kopieren</translation>
    </message>
    <message>
        <source>Copy tables</source>
        <translation>Tabellen kopieren</translation>
    </message>
    <message>
        <source>What to check on this page</source>
        <translation>Was auf dieser Seite zu prüfen ist</translation>
    </message>
    <message>
        <source>Show unread print and text without print, or not</source>
        <translation>Ungelesenen Druck und Text ohne Druck zeigen oder nicht</translation>
    </message>
    <message>
        <source>Show differences from the file&apos;s own text, or not</source>
        <translation>Unterschiede zum eigenen Text der Datei zeigen oder nicht</translation>
    </message>
</context>
<context>
    <name>TextInPlace</name>
    <message>
        <source>Text of the region; Control and Return keeps it, Escape leaves it as it was</source>
        <translation>Text des Bereichs; Strg und Eingabe behält ihn, Esc lässt ihn, wie er war</translation>
    </message>
    <message>
        <source>Split the region here</source>
        <translation>Den Bereich hier teilen</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Leave as it was</source>
        <translation>Lassen, wie es war</translation>
    </message>
</context>
<context>
    <name>TextView</name>
    <message>
        <source>Text of the page</source>
        <translation>Text der Seite</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Dokument</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelltext</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Markdown</source>
        <translation>Markdown</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>Copy the selected regions</source>
        <translation>Die ausgewählten Bereiche kopieren</translation>
    </message>
    <message>
        <source>Copy this page</source>
        <translation>Diese Seite kopieren</translation>
    </message>
    <message>
        <source>Markdown of the page</source>
        <translation>Markdown der Seite</translation>
    </message>
    <message>
        <source>JSON of the page</source>
        <translation>JSON der Seite</translation>
    </message>
    <message>
        <source>Plain text of the page</source>
        <translation>Reiner Text der Seite</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Views of the text</source>
        <translation>Ansichten des Textes</translation>
    </message>
    <message>
        <source>Forms of the source</source>
        <translation>Formen des Quelltextes</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>Documents and pages</source>
        <translation>Dokumente und Seiten</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open files</source>
        <translation>Dateien öffnen</translation>
    </message>
    <message>
        <source>Read page</source>
        <translation>Seite lesen</translation>
    </message>
    <message>
        <source>Read this page again</source>
        <translation>Diese Seite noch einmal lesen</translation>
    </message>
    <message>
        <source>Read this page</source>
        <translation>Diese Seite lesen</translation>
    </message>
    <message>
        <source>Read document</source>
        <translation>Dokument lesen</translation>
    </message>
    <message>
        <source>Read all pages that have not been read</source>
        <translation>Alle Seiten lesen, die noch nicht gelesen sind</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop reading; what was read is kept</source>
        <translation>Lesen anhalten; was gelesen ist, bleibt</translation>
    </message>
    <message>
        <source>Hide the regions</source>
        <translation>Die Bereiche verbergen</translation>
    </message>
    <message>
        <source>Show the regions</source>
        <translation>Die Bereiche zeigen</translation>
    </message>
    <message>
        <source>Read by %1 on %2. Choose another</source>
        <translation>Gelesen von %1 auf %2. Anderes wählen</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Export what has been read</source>
        <translation>Was gelesen ist, exportieren</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menü</translation>
    </message>
</context>
<context>
    <name>WindowCommands</name>
    <message>
        <source>Page, text</source>
        <translation>Seite, Text</translation>
    </message>
    <message>
        <source>Documents and pages</source>
        <translation>Dokumente und Seiten</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Models and devices</source>
        <translation>Modelle und Geräte</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menü</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>This sheet</source>
        <translation>Dieses Blatt</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Guide to the part in use</source>
        <translation>Anleitung zu dem, was gerade benutzt wird</translation>
    </message>
</context>
<context>
    <name>WindowKeys</name>
    <message>
        <source>Documents and pages</source>
        <translation>Dokumente und Seiten</translation>
    </message>
    <message>
        <source>Order of pages</source>
        <translation>Ordnung der Seiten</translation>
    </message>
    <message>
        <source>Regions</source>
        <translation>Bereiche</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Category of the selection</source>
        <translation>Art der Auswahl</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
</context>
<context>
    <name>ZoomSteps</name>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Zoom %1 percent; press for actual size</source>
        <translation>%1 Prozent; für Originalgröße drücken</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Fit the page&apos;s width</source>
        <translation>An die Breite der Seite anpassen</translation>
    </message>
    <message>
        <source>Fit the whole page</source>
        <translation>Die ganze Seite einpassen</translation>
    </message>
</context>
<context>
    <name>lectern</name>
    <message>
        <source>Caption</source>
        <translation>Beschriftung</translation>
    </message>
    <message>
        <source>Footnote</source>
        <translation>Fußnote</translation>
    </message>
    <message>
        <source>Formula</source>
        <translation>Formel</translation>
    </message>
    <message>
        <source>List item</source>
        <translation>Listenpunkt</translation>
    </message>
    <message>
        <source>Page footer</source>
        <translation>Fußzeile</translation>
    </message>
    <message>
        <source>Page header</source>
        <translation>Kopfzeile</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Section header</source>
        <translation>Überschrift</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>reading</source>
        <translation>wird gelesen</translation>
    </message>
    <message>
        <source>unsure</source>
        <translation>unsicher</translation>
    </message>
    <message>
        <source>could not be read</source>
        <translation>nicht lesbar</translation>
    </message>
    <message>
        <source>stopped before its end</source>
        <translation>vor dem Ende angehalten</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>Attempted</source>
        <translation>Versucht</translation>
    </message>
    <message>
        <source>On</source>
        <translation>An</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>Erwartet</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Gefunden</translation>
    </message>
    <message>
        <source>Advice</source>
        <translation>Rat</translation>
    </message>
    <message>
        <source>“%1” is protected by a password.</source>
        <translation>„%1“ ist durch ein Passwort geschützt.</translation>
    </message>
    <message>
        <source>There is not enough memory for this. Close other programs or documents and try again.</source>
        <translation>Dafür reicht der Speicher nicht. Schließen Sie andere Programme oder Dokumente und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Something went wrong that the program did not expect.</source>
        <translation>Etwas ging schief, womit das Programm nicht gerechnet hat.</translation>
    </message>
    <message>
        <source>Compare it with the page; F2 edits it.</source>
        <translation>Vergleichen Sie ihn mit der Seite; F2 bearbeitet ihn.</translation>
    </message>
    <message>
        <source>Read it again as something else (Shift+R), or type it (F2).</source>
        <translation>Lesen Sie ihn noch einmal als etwas anderes (Umschalt+R), oder tippen Sie ihn ein (F2).</translation>
    </message>
    <message>
        <source>Read it again to have all of it (Shift+R).</source>
        <translation>Lesen Sie ihn noch einmal, um alles zu haben (Umschalt+R).</translation>
    </message>
    <message>
        <source>Read it again (Shift+R), also with another model or device.</source>
        <translation>Lesen Sie ihn noch einmal (Umschalt+R), auch mit einem anderen Modell oder Gerät.</translation>
    </message>
    <message>
        <source>The model needs %1 of graphics memory and %2 are free on %3, so the processor is used.</source>
        <translation>Das Modell braucht %1 Grafikspeicher, und auf %3 sind %2 frei; deshalb rechnet der Prozessor.</translation>
    </message>
    <message>
        <source>%1 cannot be used, so the processor is.</source>
        <translation>%1 ist nicht benutzbar; deshalb rechnet der Prozessor.</translation>
    </message>
    <message>
        <source>%1 stopped working. The page is read again on the processor, and so are all after it.</source>
        <translation>%1 arbeitet nicht mehr. Die Seite wird auf dem Prozessor noch einmal gelesen, und alle weiteren auch.</translation>
    </message>
    <message>
        <source>%1 has too little memory for the page. It is read again on the processor, and so are all after it.</source>
        <translation>%1 hat zu wenig Speicher für die Seite. Sie wird auf dem Prozessor noch einmal gelesen, und alle weiteren auch.</translation>
    </message>
    <message>
        <source>A page at %1 dpi takes about %2 with this model and %3 are free: large pages may be read with fewer pixels.</source>
        <translation>Eine Seite mit %1 dpi braucht mit diesem Modell etwa %2, und %3 sind frei: Große Seiten werden vielleicht mit weniger Bildpunkten gelesen.</translation>
    </message>
    <message>
        <source>Shift+C shows what was cut; Shift+R reads it again.</source>
        <translation>Umschalt+C zeigt, was gekürzt wurde; Umschalt+R liest noch einmal.</translation>
    </message>
    <message>
        <source>stopped, it repeated itself</source>
        <translation>angehalten, es wiederholte sich</translation>
    </message>
    <message>
        <source>Shift+R reads it; Ctrl+R reads the whole page.</source>
        <translation>Umschalt+R liest ihn, Strg+R die ganze Seite.</translation>
    </message>
    <message>
        <source>not read</source>
        <translation>nicht gelesen</translation>
    </message>
</context>
<context>
    <name>lectern::DocumentModel</name>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n Seite</numerusform>
            <numerusform>%n Seiten</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 read</source>
        <translation>%1 von %2 gelesen</translation>
    </message>
    <message>
        <source>✕ %1 of %2 read, %3 failed</source>
        <translation>✕ %1 von %2 gelesen, %3 gescheitert</translation>
    </message>
    <message>
        <source>%1, read</source>
        <translation>%1, gelesen</translation>
    </message>
    <message numerus="yes">
        <source>⚠ %1, %n with warnings</source>
        <translation>
            <numerusform>⚠ %1, %n mit Warnungen</numerusform>
            <numerusform>⚠ %1, %n mit Warnungen</numerusform>
        </translation>
    </message>
    <message>
        <source>⚠ %1, read with warnings</source>
        <translation>⚠ %1, mit Warnungen gelesen</translation>
    </message>
</context>
<context>
    <name>lectern::Editor</name>
    <message>
        <source>Undone: %1</source>
        <translation>Zurückgenommen: %1</translation>
    </message>
    <message>
        <source>Done again: %1</source>
        <translation>Wiederholt: %1</translation>
    </message>
    <message>
        <source>Some of these regions are locked.</source>
        <translation>Einige dieser Bereiche sind gesperrt.</translation>
    </message>
    <message>
        <source>This region is locked.</source>
        <translation>Dieser Bereich ist gesperrt.</translation>
    </message>
    <message>
        <source>That would be too small to see.</source>
        <translation>Das wäre zu klein, um es zu sehen.</translation>
    </message>
    <message>
        <source>That lies outside the page.</source>
        <translation>Das liegt außerhalb der Seite.</translation>
    </message>
    <message>
        <source>Draw a region</source>
        <translation>Einen Bereich zeichnen</translation>
    </message>
    <message numerus="yes">
        <source>Move %n region(s)</source>
        <translation>
            <numerusform>%n Bereich verschieben</numerusform>
            <numerusform>%n Bereiche verschieben</numerusform>
        </translation>
    </message>
    <message>
        <source>Resize a region</source>
        <translation>Größe eines Bereichs ändern</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n region(s)</source>
        <translation>
            <numerusform>%n Bereich löschen</numerusform>
            <numerusform>%n Bereiche löschen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n region(s) deleted</source>
        <translation>
            <numerusform>%n Bereich gelöscht</numerusform>
            <numerusform>%n Bereiche gelöscht</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose two regions or more to merge them: press Shift and click.</source>
        <translation>Zum Verbinden zwei oder mehr Bereiche wählen: Umschalttaste halten und klicken.</translation>
    </message>
    <message numerus="yes">
        <source>Merge %n region(s)</source>
        <translation>
            <numerusform>%n Bereich verbinden</numerusform>
            <numerusform>%n Bereiche verbinden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n region(s) merged</source>
        <translation>
            <numerusform>%n Bereich verbunden</numerusform>
            <numerusform>%n Bereiche verbunden</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose one region to split it.</source>
        <translation>Zum Teilen einen Bereich wählen.</translation>
    </message>
    <message>
        <source>Split a region</source>
        <translation>Einen Bereich teilen</translation>
    </message>
    <message numerus="yes">
        <source>Change the category of %n region(s)</source>
        <translation>
            <numerusform>Art von %n Bereich ändern</numerusform>
            <numerusform>Art von %n Bereichen ändern</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Read %n region(s) earlier</source>
        <translation>
            <numerusform>%n Bereich früher lesen</numerusform>
            <numerusform>%n Bereiche früher lesen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Read %n region(s) later</source>
        <translation>
            <numerusform>%n Bereich später lesen</numerusform>
            <numerusform>%n Bereiche später lesen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Change the reading order of %n region(s)</source>
        <translation>
            <numerusform>Lesefolge von %n Bereich ändern</numerusform>
            <numerusform>Lesefolge von %n Bereichen ändern</numerusform>
        </translation>
    </message>
    <message>
        <source>Edit text</source>
        <translation>Text bearbeiten</translation>
    </message>
    <message numerus="yes">
        <source>Lock %n region(s)</source>
        <translation>
            <numerusform>%n Bereich sperren</numerusform>
            <numerusform>%n Bereiche sperren</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Unlock %n region(s)</source>
        <translation>
            <numerusform>%n Bereich freigeben</numerusform>
            <numerusform>%n Bereiche freigeben</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Ignore %n region(s)</source>
        <translation>
            <numerusform>%n Bereich ausnehmen</numerusform>
            <numerusform>%n Bereiche ausnehmen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Take in %n region(s)</source>
        <translation>
            <numerusform>%n Bereich aufnehmen</numerusform>
            <numerusform>%n Bereiche aufnehmen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n region(s) left out of exports</source>
        <translation>
            <numerusform>%n Bereich vom Export ausgenommen</numerusform>
            <numerusform>%n Bereiche vom Export ausgenommen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n region(s) exported again</source>
        <translation>
            <numerusform>%n Bereich wird wieder exportiert</numerusform>
            <numerusform>%n Bereiche werden wieder exportiert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n region(s) copied</source>
        <translation>
            <numerusform>%n Bereich kopiert</numerusform>
            <numerusform>%n Bereiche kopiert</numerusform>
        </translation>
    </message>
    <message>
        <source>What is on the clipboard cannot be pasted here.</source>
        <translation>Der Inhalt der Zwischenablage lässt sich hier nicht einfügen.</translation>
    </message>
    <message numerus="yes">
        <source>Paste %n region(s)</source>
        <translation>
            <numerusform>%n Bereich einfügen</numerusform>
            <numerusform>%n Bereiche einfügen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n region(s) pasted</source>
        <translation>
            <numerusform>%n Bereich eingefügt</numerusform>
            <numerusform>%n Bereiche eingefügt</numerusform>
        </translation>
    </message>
    <message>
        <source>No unsure words in what has been read.</source>
        <translation>Keine unsicheren Wörter in dem, was gelesen wurde.</translation>
    </message>
    <message>
        <source>Unsure word, %1 % likely</source>
        <translation>Unsicheres Wort, zu %1 % richtig</translation>
    </message>
    <message>
        <source>There is no table here to copy.</source>
        <translation>Hier ist keine Tabelle zu kopieren.</translation>
    </message>
    <message>
        <source>There is no text here to copy.</source>
        <translation>Hier ist kein Text zu kopieren.</translation>
    </message>
    <message>
        <source>The page&apos;s text is on the clipboard</source>
        <translation>Der Text der Seite ist in der Zwischenablage</translation>
    </message>
    <message>
        <source>The text is on the clipboard</source>
        <translation>Der Text ist in der Zwischenablage</translation>
    </message>
    <message>
        <source>The page&apos;s markdown is on the clipboard</source>
        <translation>Das Markdown der Seite ist in der Zwischenablage</translation>
    </message>
    <message>
        <source>The markdown is on the clipboard</source>
        <translation>Das Markdown ist in der Zwischenablage</translation>
    </message>
    <message numerus="yes">
        <source>%n table(s) on the clipboard</source>
        <translation>
            <numerusform>%n Tabelle in der Zwischenablage</numerusform>
            <numerusform>%n Tabellen in der Zwischenablage</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing on this page is read before this.</source>
        <translation>Auf dieser Seite wird nichts vorher gelesen.</translation>
    </message>
    <message>
        <source>Nothing on this page is read after this.</source>
        <translation>Auf dieser Seite wird nichts nachher gelesen.</translation>
    </message>
    <message>
        <source>Take back what was cut</source>
        <translation>Gekürztes zurückholen</translation>
    </message>
    <message>
        <source>What was cut is in the text again</source>
        <translation>Das Gekürzte steht wieder im Text</translation>
    </message>
</context>
<context>
    <name>lectern::FileOpener</name>
    <message>
        <source>“%1” is not a file on this computer. Save it first, then open it here.</source>
        <translation>„%1“ ist keine Datei auf diesem Rechner. Sichern Sie sie zuerst und öffnen Sie sie dann hier.</translation>
    </message>
    <message>
        <source>%1 files came at once; the first %2 are opened.</source>
        <translation>Es kamen %1 Dateien auf einmal; die ersten %2 werden geöffnet.</translation>
    </message>
    <message>
        <source>There are no PDFs or pictures in the folder “%1”.</source>
        <translation>Im Ordner „%1“ sind keine PDFs oder Bilder.</translation>
    </message>
    <message>
        <source>The folder “%1” holds more than is opened at once: these are the first %2 files. Open its subfolders one by one for the others.</source>
        <translation>Der Ordner „%1“ enthält mehr, als auf einmal geöffnet wird: Dies sind die ersten %2 Dateien. Öffnen Sie für die anderen seine Unterordner einzeln.</translation>
    </message>
    <message>
        <source>Picture %1</source>
        <translation>Bild %1</translation>
    </message>
    <message>
        <source>The picture is too large to be handed over. Save it to a file and open that.</source>
        <translation>Das Bild ist zu groß, um übergeben zu werden. Sichern Sie es als Datei und öffnen Sie diese.</translation>
    </message>
</context>
<context>
    <name>lectern::Finder</name>
    <message>
        <source>more than %1</source>
        <translation>mehr als %1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Nothing has been read yet: read a page first.</source>
        <translation>Es ist noch nichts gelesen: Lesen Sie zuerst eine Seite.</translation>
    </message>
    <message numerus="yes">
        <source>Not found on the %n page(s) read so far.</source>
        <translation>
            <numerusform>Auf der bisher gelesenen %n Seite nicht gefunden.</numerusform>
            <numerusform>Auf den bisher gelesenen %n Seiten nicht gefunden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Not found in this document.</source>
        <translation>In diesem Dokument nicht gefunden.</translation>
    </message>
</context>
<context>
    <name>lectern::InstalledModelModel</name>
    <message>
        <source>Fits this computer</source>
        <translation>Passt auf diesen Rechner</translation>
    </message>
    <message>
        <source>Fits, if other programs leave most of the %1 alone</source>
        <translation>Passt, wenn andere Programme das meiste von %1 frei lassen</translation>
    </message>
    <message>
        <source>Too large: there are %1</source>
        <translation>Zu groß: es sind %1 da</translation>
    </message>
    <message>
        <source>about %1 for a letter page</source>
        <translation>etwa %1 für eine Seite</translation>
    </message>
</context>
<context>
    <name>lectern::ModelCatalog</name>
    <message>
        <source>pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>tables</source>
        <translation>Tabellen</translation>
    </message>
    <message>
        <source>formulas</source>
        <translation>Formeln</translation>
    </message>
    <message>
        <source>pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Chosen for me</source>
        <translation>Für mich gewählt</translation>
    </message>
    <message>
        <source>Processor: %1</source>
        <translation>Prozessor: %1</translation>
    </message>
    <message>
        <source>Graphics: %1</source>
        <translation>Grafik: %1</translation>
    </message>
    <message>
        <source>%1 of graphics memory</source>
        <translation>%1 Grafikspeicher</translation>
    </message>
    <message>
        <source>%1 of memory</source>
        <translation>%1 Speicher</translation>
    </message>
    <message>
        <source>Software driver, slow: %1</source>
        <translation>Software-Treiber, langsam: %1</translation>
    </message>
    <message>
        <source>Lectern reader</source>
        <translation>Lectern-Leser</translation>
    </message>
</context>
<context>
    <name>lectern::PageArranger</name>
    <message numerus="yes">
        <source>Turn %n page(s)</source>
        <translation>
            <numerusform>%n Seite drehen</numerusform>
            <numerusform>%n Seiten drehen</numerusform>
        </translation>
    </message>
    <message>
        <source>One page at least has to stay.</source>
        <translation>Mindestens eine Seite muss bleiben.</translation>
    </message>
    <message numerus="yes">
        <source>Leave out %n page(s)</source>
        <translation>
            <numerusform>%n Seite auslassen</numerusform>
            <numerusform>%n Seiten auslassen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Take in %n page(s)</source>
        <translation>
            <numerusform>%n Seite aufnehmen</numerusform>
            <numerusform>%n Seiten aufnehmen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) left out</source>
        <translation>
            <numerusform>%n Seite ausgelassen</numerusform>
            <numerusform>%n Seiten ausgelassen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) taken in again</source>
        <translation>
            <numerusform>%n Seite wieder aufgenommen</numerusform>
            <numerusform>%n Seiten wieder aufgenommen</numerusform>
        </translation>
    </message>
    <message>
        <source>This is the first page.</source>
        <translation>Dies ist die erste Seite.</translation>
    </message>
    <message>
        <source>This is the last page.</source>
        <translation>Dies ist die letzte Seite.</translation>
    </message>
    <message numerus="yes">
        <source>Move %n page(s)</source>
        <translation>
            <numerusform>%n Seite verschieben</numerusform>
            <numerusform>%n Seiten verschieben</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lectern::PageCanvas</name>
    <message>
        <source>locked</source>
        <translation>gesperrt</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>ausgelassen</translation>
    </message>
</context>
<context>
    <name>lectern::PageModel</name>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>rendering</source>
        <translation>wird gezeichnet</translation>
    </message>
    <message>
        <source>reading %1 %</source>
        <translation>%1 % gelesen</translation>
    </message>
    <message>
        <source>read</source>
        <translation>gelesen</translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n Warnung</numerusform>
            <numerusform>%n Warnungen</numerusform>
        </translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message numerus="yes">
        <source>stopped, kept %n region(s)</source>
        <translation>
            <numerusform>angehalten, %n Bereich behalten</numerusform>
            <numerusform>angehalten, %n Bereiche behalten</numerusform>
        </translation>
    </message>
    <message>
        <source>Reading was stopped before its end. Read the page again to finish it.</source>
        <translation>Das Lesen wurde vor dem Ende angehalten. Lesen Sie die Seite noch einmal, um sie zu beenden.</translation>
    </message>
    <message numerus="yes">
        <source>%n unsure word(s)</source>
        <translation>
            <numerusform>%n unsicheres Wort</numerusform>
            <numerusform>%n unsichere Wörter</numerusform>
        </translation>
    </message>
    <message>
        <source>left out</source>
        <translation>ausgelassen</translation>
    </message>
    <message>
        <source>This page is neither read nor exported.</source>
        <translation>Diese Seite wird weder gelesen noch exportiert.</translation>
    </message>
    <message numerus="yes">
        <source>read, %n to check</source>
        <translation>
            <numerusform>gelesen, %n zu prüfen</numerusform>
            <numerusform>gelesen, %n zu prüfen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Unread print in %n place(s)</source>
        <translation>
            <numerusform>Ungelesener Druck an %n Stelle</numerusform>
            <numerusform>Ungelesener Druck an %n Stellen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n region(s) with text but no print beneath</source>
        <translation>
            <numerusform>%n Bereich mit Text, aber ohne Druck darunter</numerusform>
            <numerusform>%n Bereiche mit Text, aber ohne Druck darunter</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n difference(s) from the file&apos;s own text</source>
        <translation>
            <numerusform>%n Unterschied zum eigenen Text der Datei</numerusform>
            <numerusform>%n Unterschiede zum eigenen Text der Datei</numerusform>
        </translation>
    </message>
    <message>
        <source>blank</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>%1 Read the page again (Ctrl+R).</source>
        <translation>%1 Lesen Sie die Seite noch einmal (Strg+R).</translation>
    </message>
    <message>
        <source>No text was found on this page. Draw a region to have it read (R).</source>
        <translation>Auf dieser Seite wurde kein Text gefunden. Zeichnen Sie einen Bereich, um ihn lesen zu lassen (R).</translation>
    </message>
    <message>
        <source>no text found</source>
        <translation>kein Text gefunden</translation>
    </message>
    <message>
        <source>print, no text found</source>
        <translation>Gedrucktes, kein Text gefunden</translation>
    </message>
    <message>
        <source>stopped, nothing read</source>
        <translation>angehalten, nichts gelesen</translation>
    </message>
    <message numerus="yes">
        <source>%n region(s) not read</source>
        <translation>
            <numerusform>%n Bereich nicht gelesen</numerusform>
            <numerusform>%n Bereiche nicht gelesen</numerusform>
        </translation>
    </message>
    <message>
        <source>There is print on this page, but no text was found in it. Read the page again with another model (Ctrl+M), or draw a region around the print (R).</source>
        <translation>Auf dieser Seite ist etwas gedruckt, doch es wurde kein Text darin gefunden. Lesen Sie die Seite noch einmal mit einem anderen Modell (Strg+M) oder zeichnen Sie einen Bereich um das Gedruckte (R).</translation>
    </message>
</context>
<context>
    <name>lectern::PageText</name>
    <message>
        <source>… and more. Export the document to have it whole.</source>
        <translation>… und mehr. Exportieren Sie das Dokument, um es ganz zu haben.</translation>
    </message>
</context>
<context>
    <name>lectern::ProblemModel</name>
    <message>
        <source>Enter password…</source>
        <translation>Passwort eingeben …</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Choose another folder…</source>
        <translation>Anderen Ordner wählen …</translation>
    </message>
</context>
<context>
    <name>lectern::Reader</name>
    <message>
        <source>Read page %1 again</source>
        <translation>Seite %1 neu lesen</translation>
    </message>
    <message>
        <source>Page %1 could not be read. %2</source>
        <translation>Seite %1 ließ sich nicht lesen. %2</translation>
    </message>
    <message>
        <source>Reading a region</source>
        <translation>Ein Bereich wird gelesen</translation>
    </message>
    <message>
        <source>Reading region %1 of %2</source>
        <translation>Bereich %1 von %2 wird gelesen</translation>
    </message>
    <message>
        <source>Reading page %1</source>
        <translation>Seite %1 wird gelesen</translation>
    </message>
    <message>
        <source>Reading %1 of %2</source>
        <translation>Lesen: %1 von %2</translation>
    </message>
    <message>
        <source>%1 tok/s</source>
        <translation>%1 Token/s</translation>
    </message>
    <message>
        <source>%1 s left</source>
        <translation>noch %1 s</translation>
    </message>
    <message>
        <source>%1 min left</source>
        <translation>noch %1 min</translation>
    </message>
    <message>
        <source>%1 h left</source>
        <translation>noch %1 h</translation>
    </message>
    <message>
        <source>The region could not be read. %1</source>
        <translation>Der Bereich ließ sich nicht lesen. %1</translation>
    </message>
    <message numerus="yes">
        <source>Read %n region(s) again</source>
        <translation>
            <numerusform>%n Bereich neu lesen</numerusform>
            <numerusform>%n Bereiche neu lesen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lectern::RegionModel</name>
    <message>
        <source>edited</source>
        <translation>bearbeitet</translation>
    </message>
    <message>
        <source>locked</source>
        <translation>gesperrt</translation>
    </message>
    <message>
        <source>left out of exports</source>
        <translation>vom Export ausgenommen</translation>
    </message>
    <message>
        <source>%1 points from the left, %2 from the top, %3 wide, %4 high</source>
        <translation>%1 Punkt von links, %2 von oben, %3 breit, %4 hoch</translation>
    </message>
</context>
<context>
    <name>lectern::Session</name>
    <message>
        <source>This page is left out of the document. Take it in again to read it.</source>
        <translation>Diese Seite ist ausgelassen. Nehmen Sie sie wieder auf, um sie zu lesen.</translation>
    </message>
    <message>
        <source>Locked regions are not read again.</source>
        <translation>Gesperrte Bereiche werden nicht neu gelesen.</translation>
    </message>
    <message>
        <source>There is nothing on the clipboard that can be opened here.</source>
        <translation>In der Zwischenablage ist nichts, was sich hier öffnen lässt.</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>Gesichert als %1</translation>
    </message>
    <message>
        <source>Every page has been read. Ctrl+R reads the page in view again.</source>
        <translation>Alle Seiten sind gelesen. Strg+R liest die gezeigte Seite noch einmal.</translation>
    </message>
    <message>
        <source>Every page of every document has been read.</source>
        <translation>Jede Seite jedes Dokuments ist gelesen.</translation>
    </message>
    <message>
        <source>%1 has changed since. Choose where to save.</source>
        <translation>%1 hat sich inzwischen geändert. Wählen Sie, wohin gesichert wird.</translation>
    </message>
    <message>
        <source>%1 and %2 more</source>
        <translation>%1 und %2 weitere</translation>
    </message>
</context>
<context>
    <name>lectern::TextDifference</name>
    <message>
        <source>Read again: the text is the same</source>
        <translation>Neu gelesen: der Text ist derselbe</translation>
    </message>
    <message numerus="yes">
        <source>Read again: %n word(s) differ</source>
        <translation>
            <numerusform>Neu gelesen: %n Wort weicht ab</numerusform>
            <numerusform>Neu gelesen: %n Wörter weichen ab</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Reads documents on this computer.</source>
        <translation>Liest Dokumente auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Replay a stored document instead of reading.</source>
        <translation>Ein gespeichertes Dokument abspielen, statt zu lesen.</translation>
    </message>
    <message>
        <source>PDFs or pictures to open.</source>
        <translation>PDFs oder Bilder, die geöffnet werden.</translation>
    </message>
    <message>
        <source>Open the sample page.</source>
        <translation>Die Beispielseite öffnen.</translation>
    </message>
</context>
</TS>
