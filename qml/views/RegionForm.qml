// The selection as a form: category, place in numbers, order, lock; what the pointer can do, the keyboard can do here.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Lectern
import Lectern.Ui

Rectangle {
    id: root

    property string helpTopic: "editing#regions"
    readonly property Editor editor: Session.editor
    readonly property bool one: root.editor.selectedCount === 1
    readonly property var order: [9, 10, 7, 3, 8, 2, 6, 0, 1, 5, 4]  // categories, usual ones first

    signal readAgainWanted

    function setEdge(edge: string, value: real) {
        const box = root.editor.box;
        const next = {
            x: box.x,
            y: box.y,
            width: box.width,
            height: box.height
        };
        next[edge] = value;
        root.editor.setBox(Qt.rect(next.x, next.y, next.width, next.height));
    }

    // A number under its name.
    component NumberField: ColumnLayout {
        id: number

        required property string name   // in full
        required property string label  // in short
        required property real value

        signal entered(real number)

        function shown(): string {
            return Number(number.value).toLocaleString(Qt.locale(), "f", 1);
        }

        Layout.fillWidth: true
        Layout.preferredWidth: 56
        spacing: 1

        FieldName {
            text: number.label
        }
        Field {
            id: field

            Layout.fillWidth: true
            leftPadding: 6
            rightPadding: 4
            text: number.shown()
            validator: DoubleValidator {
                bottom: 0
                top: 100000
            }
            inputMethodHints: Qt.ImhFormattedNumbersOnly
            Accessible.name: number.name
            onActiveFocusChanged: if (activeFocus)
                selectAll()
            onEditingFinished: {
                number.entered(Number.fromLocaleString(Qt.locale(), field.text));
                field.text = Qt.binding(() => number.shown());
            }

            HoverTip {
                over: field
                active: field.hovered
                text: number.name
            }
        }
    }
    component FieldName: Text {
        Layout.leftMargin: 2
        textFormat: Text.PlainText
        color: Theme.mutedText
        font.pointSize: Theme.textSize * 0.85
        Accessible.ignored: true
    }

    implicitHeight: visible ? column.implicitHeight + 2 * Theme.small : 0
    color: Theme.window
    Accessible.role: Accessible.Form
    Accessible.name: qsTr("Selected regions")

    Rectangle {
        width: parent.width
        height: 1
        color: Theme.line
    }
    ColumnLayout {
        id: column

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.margins: Theme.small
        spacing: Theme.tiny

        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.small

            Choice {
                id: category

                Layout.preferredWidth: 120
                label: qsTr("Category")
                enabled: !root.editor.locked
                model: root.order.map(c => Session.regions.categoryName(c))
                currentIndex: root.order.indexOf(root.editor.category)
                displayText: currentIndex < 0 ? qsTr("Several") : currentText
                onActivated: index => {
                    root.editor.setCategory(root.order[index]);
                    category.currentIndex = Qt.binding(() => root.order.indexOf(root.editor.category));
                }
            }
            FlatButton {
                checkable: true
                checked: root.editor.locked
                iconName: "lock"
                hint: root.editor.locked ? qsTr("Unlock") : qsTr("Lock: stays as it is")
                keys: "L"
                onClicked: root.editor.setLocked(!root.editor.locked)
            }
            FlatButton {
                enabled: !root.editor.locked
                iconName: "read"
                hint: qsTr("Read again…")
                keys: "Shift+R"
                onClicked: root.readAgainWanted()
            }
            FlatButton {
                enabled: root.one && !root.editor.locked
                iconName: "edit"
                hint: qsTr("Edit the text")
                keys: "F2"
                onClicked: root.editor.beginEditing()
            }
            FlatButton {
                enabled: root.one && !root.editor.locked
                iconName: "split"
                hint: qsTr("Split in the middle")
                onClicked: root.editor.split()
            }
            FlatButton {
                enabled: !root.one && !root.editor.locked
                iconName: "merge"
                hint: qsTr("Merge")
                keys: "J"
                onClicked: root.editor.merge()
            }
            FlatButton {
                enabled: !root.editor.locked
                iconName: "delete"
                hint: qsTr("Delete")
                keys: "Del"
                onClicked: root.editor.remove()
            }
        }
        RowLayout {
            Layout.fillWidth: true
            visible: root.one
            enabled: !root.editor.locked
            spacing: Theme.tiny

            NumberField {
                name: qsTr("Left, points")
                label: qsTr("Left")
                value: root.editor.box.x
                onEntered: number => root.setEdge("x", number)
            }
            NumberField {
                name: qsTr("Top, points")
                label: qsTr("Top")
                value: root.editor.box.y
                onEntered: number => root.setEdge("y", number)
            }
            NumberField {
                name: qsTr("Width, points")
                label: qsTr("Width")
                value: root.editor.box.width
                onEntered: number => root.setEdge("width", number)
            }
            NumberField {
                name: qsTr("Height, points")
                label: qsTr("Height")
                value: root.editor.box.height
                onEntered: number => root.setEdge("height", number)
            }
            ColumnLayout {
                Layout.fillWidth: false
                spacing: 1

                FieldName {
                    text: qsTr("Order")
                }
                NumberBox {
                    id: place

                    Layout.preferredWidth: 76
                    from: 1
                    to: Math.max(1, Session.regions.count)
                    value: root.editor.orderNumber
                    Accessible.name: qsTr("Place in the reading order")
                    onValueModified: {
                        root.editor.moveTo(place.value);
                        place.value = Qt.binding(() => root.editor.orderNumber);
                    }

                    HoverTip {
                        over: place
                        active: place.hovered
                        text: place.Accessible.name
                    }
                }
            }
        }
    }
}
