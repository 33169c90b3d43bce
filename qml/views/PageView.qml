// The middle: the page with its regions, and what went wrong with it above.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import Lectern
import Lectern.Ui

Rectangle {
    id: root

    property string helpTopic: "editing"
    property alias canvas: canvas
    property int pointedRegion: -1
    readonly property int hoveredRegion: canvas.hoveredRegion

    signal readAgainWanted

    color: Theme.backdrop

    PageCanvas {
        id: canvas

        anchors.fill: parent
        document: Session.documentId
        picture: Session.picture
        regions: Session.regions
        editor: Session.editor
        finder: Session.finder
        trust: Session.trust
        pointedRegion: root.pointedRegion
        showRegions: Settings.showRegions
        showOrder: Settings.showOrder
        showWords: Settings.showWords
        wordTint: Theme.unsure
        findTint: Theme.find
        showInk: Settings.showInk
        showLayer: Settings.showLayer
        checkTint: Theme.check
        categoryColors: Theme.lightCategories
        chipText: Theme.accentInk
        sheetEdge: Theme.sheetEdge
        motion: Theme.motion
        focus: true
        Accessible.role: Accessible.Graphic
        Accessible.focusable: true
        Accessible.name: qsTr("Page %1 of %2, %n region(s)", "", Session.regions.count).arg(Session.currentPage + 1).arg(Session.pageCount)
        onMenuWanted: position => menu.popup(canvas, position)
        onEditWanted: Session.editor.beginEditing()
        onPageTurnWanted: direction => Session.currentPage += direction

        PinchHandler {
            property double startZoom: 1

            target: null
            onActiveChanged: startZoom = canvas.zoom
            onActiveScaleChanged: canvas.zoomAt(centroid.position, startZoom * activeScale)
        }
    }
    Rectangle {
        anchors.fill: parent
        visible: canvas.visualFocus && Session.selectedRegion < 0
        color: "transparent"
        border.width: 2
        border.color: Theme.accent
    }
    PlainTip {
        readonly property string reason: canvas.hoveredRegion >= 0 ? Session.regions.reasonOf(canvas.hoveredRegion) : ""

        visible: reason !== "" && !Session.editor.editing
        text: reason
        x: Math.max(4, Math.min(parent.width - width - 4, canvas.regionRect(canvas.hoveredRegion).x))
        y: Math.min(parent.height - height - 4, Math.max(canvas.regionRect(canvas.hoveredRegion).bottom, canvas.chipRectOf(canvas.hoveredRegion).bottom) + 6)
    }
    TextInPlace {
        canvas: canvas
        editor: Session.editor
    }
    RegionMenu {
        id: menu

        canvas: canvas
        onReadAgainWanted: root.readAgainWanted()
    }
    ScrollStrip {
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.bottom: parent.bottom
        orientation: Qt.Vertical
        visible: size < 1
        size: canvas.shownY
        position: canvas.positionY
        onPositionChanged: if (pressed)
            canvas.moveTo(canvas.positionX, position)
    }
    ScrollStrip {
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        orientation: Qt.Horizontal
        visible: size < 1
        size: canvas.shownX
        position: canvas.positionX
        onPositionChanged: if (pressed)
            canvas.moveTo(position, canvas.positionY)
    }
    Column {
        anchors.centerIn: parent
        spacing: Theme.medium
        visible: Session.picture.state === PagePicture.Loading && Session.picture.pageSize.width <= 0

        BusyIndicator {
            anchors.horizontalCenter: parent.horizontalCenter
            running: parent.visible
            Accessible.name: qsTr("The page is being drawn")
        }
        Text {
            text: qsTr("Drawing page %1").arg(Session.currentPage + 1)
            textFormat: Text.PlainText
            color: Theme.mutedText
        }
    }
    Column {
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.huge, 420)
        spacing: Theme.medium
        visible: Session.picture.state === PagePicture.Failed

        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            name: "warning"
            size: 40
            color: Theme.warning
        }
        Text {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: qsTr("Page %1 cannot be drawn. The other pages are not affected.").arg(Session.currentPage + 1)
            textFormat: Text.PlainText
            wrapMode: Text.Wrap
            color: Theme.text
        }
    }
}
