// One page in the list: its picture, made when the row is first in view, its number and its state.
import QtQuick
import QtQuick.Controls
import Lectern
import Lectern.Ui

Control {
    id: root

    required property int index
    required property int number
    required property string thumbnail
    required property string sign
    required property string status
    required property int badge
    required property string reason
    required property bool leftOut
    required property bool chosen  // for what is done to several pages
    property bool current: false
    property bool reading: false  // something is being read
    readonly property int side: 132

    signal readWanted
    signal clickedWith(int modifiers)
    signal menuWanted(point position)
    signal dragStarted
    signal draggedTo(real y)  // in this item
    signal dragEnded

    TapHandler {
        id: tap

        acceptedButtons: Qt.LeftButton
        onTapped: root.clickedWith(tap.point.modifiers)
    }
    TapHandler {
        acceptedButtons: Qt.RightButton
        onTapped: point => root.menuWanted(point.position)
    }
    DragHandler {
        target: null
        acceptedDevices: PointerDevice.Mouse
        dragThreshold: 6
        grabPermissions: PointerHandler.CanTakeOverFromAnything
        onActiveChanged: active ? root.dragStarted() : root.dragEnded()
        onCentroidChanged: if (active)
            root.draggedTo(centroid.position.y)
    }

    implicitHeight: root.side + Math.max(44, stateText.implicitHeight + 2 * root.padding + Theme.small)
    padding: Theme.small
    hoverEnabled: true
    Accessible.role: Accessible.ListItem
    Accessible.name: qsTr("Page %1, %2").arg(root.number).arg(root.status)
    Accessible.ignored: true

    // In place of the control, whose role Qt 6.4 does not pass on.
    Item {
        anchors.fill: parent
        Accessible.role: root.Accessible.role
        Accessible.name: root.Accessible.name
        Accessible.description: root.reason
        Accessible.selected: root.chosen
        Accessible.onPressAction: root.clickedWith(Qt.NoModifier)
    }

    PlainTip {
        visible: root.hovered && (root.reason !== "" || stateText.truncated)
        text: root.reason === "" ? root.status : root.reason
    }
    contentItem: Item {
        Item {
            id: sheet

            anchors.horizontalCenter: parent.horizontalCenter
            width: root.side
            height: root.side
            opacity: root.leftOut ? 0.35 : 1

            Rectangle {
                x: Math.floor((parent.width - width) / 2)
                y: Math.floor((parent.height - height) / 2)
                width: (picture.status === Image.Ready ? Math.ceil(picture.paintedWidth) : Math.round(root.side * 0.72)) + 2
                height: (picture.status === Image.Ready ? Math.ceil(picture.paintedHeight) : root.side) + 2
                color: "#ffffff"
                border.width: 1
                border.color: Theme.sheetEdge
            }
            Image {
                id: picture

                anchors.fill: parent
                anchors.margins: 1
                source: root.thumbnail
                sourceSize.width: root.side * 2
                sourceSize.height: root.side * 2
                fillMode: Image.PreserveAspectFit
                asynchronous: true
                smooth: true
                cache: false
                Accessible.ignored: true
            }
        }
        FlatButton {
            anchors.right: sheet.right
            anchors.top: sheet.top
            visible: (root.badge === PageModel.Failed || root.badge === PageModel.Stopped) && !root.reading
            framed: true
            least: 28
            text: root.badge === PageModel.Failed ? qsTr("Retry") : qsTr("Finish")
            hint: qsTr("Read page %1 again").arg(root.number)
            onClicked: root.readWanted()
        }
        Row {
            anchors.horizontalCenter: parent.horizontalCenter
            anchors.bottom: parent.bottom
            width: Math.min(implicitWidth, parent.width)
            spacing: 6

            Text {
                id: numberText

                anchors.verticalCenter: parent.verticalCenter
                text: root.number
                textFormat: Text.PlainText
                color: Theme.text
                font.bold: root.current
            }
            Badge {
                anchors.verticalCenter: parent.verticalCenter
                sign: root.sign
                badge: root.badge
                status: root.status
            }
            Text {
                id: stateText

                anchors.verticalCenter: parent.verticalCenter
                width: Math.min(implicitWidth, root.availableWidth - numberText.width - 32)
                text: root.status
                textFormat: Text.PlainText
                elide: Text.ElideRight
                color: Theme.mutedText
            }
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: root.current || root.chosen ? Theme.selectionFill : root.hovered ? Theme.hoverFill : "transparent"
        border.width: root.current && root.ListView.view.activeFocus ? 2 : root.current && root.chosen ? 1 : 0
        border.color: Theme.accent
    }
}
