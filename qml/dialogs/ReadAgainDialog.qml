// How the selected regions are to be read again.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Lectern
import Lectern.Ui

SheetDialog {
    id: root

    readonly property list<string> taskNames: [qsTr("As the model likes"), qsTr("Text"), qsTr("Table"), qsTr("Formula"), qsTr("Picture")]

    // What is locked is refused before it is asked about.
    function start() {
        if (Session.editor.locked)
            root.submit();
        else if (Session.editor.selectedCount > 0)
            root.open();
    }
    function choices(first: string, others: var): var {
        const all = [first];
        for (const other of others)
            all.push(other);
        return all;
    }
    function submit() {
        root.close();
        Session.readSelection(task.currentIndex, prompt.text, model.currentIndex <= 0 ? "" : model.currentText, ["", "cpu", "vulkan"][device.currentIndex], dpi.value);
    }

    helpTopic: "editing#reading-again"
    title: qsTr("Read %n region(s) again", "", Session.editor.selectedCount)

    contentItem: SheetContent {
        spacing: Theme.large
        mainButton: readButton

        GridLayout {
            columns: 2
            columnSpacing: Theme.large
            rowSpacing: Theme.small

            FormLabel {
                text: qsTr("What it is")
            }
            Choice {
                id: task

                model: root.taskNames
                label: qsTr("What it is")
            }
            FormLabel {
                text: qsTr("Prompt")
            }
            Field {
                id: prompt

                Layout.fillWidth: true
                placeholderText: qsTr("the task's own")
                Accessible.name: qsTr("Prompt")
            }
            FormLabel {
                text: qsTr("Model")
            }
            Choice {
                id: model

                model: root.choices(qsTr("As chosen: %1").arg(Session.modelName), Session.modelNames)
                label: qsTr("Model")
            }
            FormLabel {
                text: qsTr("Device")
            }
            Choice {
                id: device

                model: [qsTr("As chosen: %1").arg(Session.deviceName), qsTr("Processor"), qsTr("Graphics card (Vulkan)")]
                label: qsTr("Device")
            }
            FormLabel {
                text: qsTr("Resolution")
            }
            NumberBox {
                id: dpi

                Layout.fillWidth: true
                from: 0
                to: 600
                stepSize: 50
                textFromValue: value => value === 0 ? qsTr("as the model likes") : qsTr("%1 dpi").arg(value)
                valueFromText: text => {
                    const number = parseInt(text, 10);
                    return isNaN(number) ? 0 : number;
                }
                validator: RegularExpressionValidator {
                    regularExpression: /.*/
                }
                Accessible.name: qsTr("Resolution in dots per inch")
            }
        }
        RowLayout {
            Layout.alignment: Qt.AlignRight
            spacing: Theme.small

            FlatButton {
                framed: true
                text: qsTr("Cancel")
                onClicked: root.close()
            }
            FlatButton {
                id: readButton

                primary: true
                text: qsTr("Read")
                onClicked: root.submit()
            }
        }
    }
    onOpened: task.forceActiveFocus()
}
