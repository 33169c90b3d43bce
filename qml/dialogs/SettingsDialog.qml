// What is remembered between runs, where a person may say it. Everything but the size of text is in force at once.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Lectern
import Lectern.Ui

SheetDialog {
    id: root

    readonly property var textSizes: Array.of(75, 90, 100, 115, 130, 150, 175, 200)

    signal modelsWanted

    helpTopic: "documents#settings"
    title: qsTr("Settings")

    component Number: NumberBox {
        property string label

        Layout.fillWidth: true
        validator: RegularExpressionValidator {
            regularExpression: /.*/
        }
        valueFromText: text => {
            const number = parseInt(text, 10);
            return isNaN(number) ? 0 : number;
        }
        Accessible.name: label
    }
    component Place: RowLayout {
        id: place

        required property string path
        required property string what

        Layout.fillWidth: true

        CutText {
            Layout.fillWidth: true
            Layout.preferredWidth: 240
            text: Session.shortPath(place.path)
            elide: Text.ElideMiddle
        }
        FlatButton {
            framed: true
            iconName: "folder"
            hint: qsTr("Open the folder: %1").arg(place.what)
            onClicked: Settings.openFolder(place.path)
        }
    }

    contentItem: SheetContent {
        spacing: Theme.large
        mainButton: closeButton

        Flickable {
            id: sheet

            readonly property bool scrolls: grid.implicitHeight > root.parent.height - 180

            Layout.preferredWidth: Math.min(grid.implicitWidth + (sheet.scrolls ? Theme.large : 0), root.parent.width - 2 * Theme.huge)
            Layout.preferredHeight: Math.min(grid.implicitHeight, root.parent.height - 180)
            contentWidth: width
            contentHeight: grid.implicitHeight
            clip: true
            boundsBehavior: Flickable.StopAtBounds

            ScrollBar.vertical: ScrollStrip {}

            GridLayout {
                id: grid

                width: sheet.width - (sheet.scrolls ? Theme.large : 0)
                columns: 2
                columnSpacing: Theme.large
                rowSpacing: Theme.small

                PaneTitle {
                    Layout.columnSpan: 2
                    leftPadding: 0
                    text: qsTr("Window")
                }
                FormLabel {
                    text: qsTr("Language")
                }
                Choice {
                    id: language

                    readonly property var codes: Array.of("").concat(Array.from(Settings.languages))

                    label: qsTr("Language")
                    model: Array.of(qsTr("As the system")).concat(Array.from(Settings.languages).map(code => Settings.languageName(code)))
                    currentIndex: Math.max(0, language.codes.indexOf(Settings.language))
                    onActivated: index => Settings.language = language.codes[index]
                }
                FormLabel {
                    text: qsTr("Appearance")
                }
                Choice {
                    label: qsTr("Appearance")
                    model: [qsTr("As the system"), qsTr("Light"), qsTr("Dark")]
                    currentIndex: Settings.appearance
                    onActivated: index => Settings.appearance = index
                }
                FormLabel {
                    text: qsTr("Size of text")
                }
                Choice {
                    label: qsTr("Size of text")
                    model: root.textSizes.map(percent => qsTr("%1 %").arg(percent))
                    currentIndex: root.textSizes.indexOf(Settings.textSize)
                    onActivated: index => Settings.textSize = root.textSizes[index]
                }
                Text {
                    Layout.column: 1
                    visible: Settings.textSize !== Settings.textSizeInUse
                    text: qsTr("From the next start on.")
                    textFormat: Text.PlainText
                    color: Theme.warning
                }
                Item {
                    implicitHeight: 1
                }
                Tick {
                    text: qsTr("Less motion")
                    checked: Settings.reducedMotion
                    onToggled: Settings.reducedMotion = checked
                }
                PaneTitle {
                    Layout.columnSpan: 2
                    leftPadding: 0
                    text: qsTr("Reading")
                }
                FormLabel {
                    text: qsTr("Model")
                }
                FlatButton {
                    Layout.fillWidth: true
                    framed: true
                    text: Settings.model !== "" ? Settings.model : Session.modelName
                    hint: qsTr("Choose model and device")
                    onClicked: {
                        root.close();
                        root.modelsWanted();
                    }
                }
                FormLabel {
                    text: qsTr("Resolution")
                }
                Number {
                    label: qsTr("Resolution in dots per inch")
                    from: 0
                    to: 1200
                    stepSize: 50
                    value: Settings.dpi
                    textFromValue: value => value === 0 ? qsTr("as the model likes") : qsTr("%1 dpi").arg(value)
                    onValueModified: Settings.dpi = value
                }
                FormLabel {
                    text: qsTr("Threads")
                }
                Number {
                    label: qsTr("Threads of the processor")
                    from: 0
                    to: Settings.maxThreads
                    value: Settings.threads
                    textFromValue: value => value === 0 ? qsTr("all %1").arg(Settings.maxThreads) : String(value)
                    onValueModified: Settings.threads = value
                }
                PaneTitle {
                    Layout.columnSpan: 2
                    leftPadding: 0
                    text: qsTr("Where things are kept")
                }
                FormLabel {
                    text: qsTr("Models")
                }
                Place {
                    path: Settings.modelsFolder()
                    what: qsTr("Models")
                }
                FormLabel {
                    text: qsTr("Pictures from other programs")
                }
                Place {
                    path: Settings.picturesFolder()
                    what: qsTr("Pictures from other programs")
                }
                FormLabel {
                    text: qsTr("Settings")
                }
                Place {
                    path: Settings.settingsFile()
                    what: qsTr("Settings")
                }
            }
        }
        FlatButton {
            id: closeButton

            Layout.alignment: Qt.AlignRight
            primary: true
            text: qsTr("Close")
            onClicked: root.close()
        }
    }
    onOpened: language.forceActiveFocus()
}
