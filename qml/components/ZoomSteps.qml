// Out, percent (a press gives 100 %), in, fit.
import QtQuick
import Lectern
import Lectern.Ui

Row {
    id: root

    required property PageCanvas canvas
    property bool brief: false

    spacing: 2

    FlatButton {
        iconName: "minus"
        hint: qsTr("Zoom out")
        keys: "Ctrl+−"
        onClicked: root.canvas.zoomOut()
    }
    FlatButton {
        visible: !root.brief
        width: 62
        text: qsTr("%1 %").arg(Math.round(root.canvas.zoom * 100))
        hint: qsTr("Zoom %1 percent; press for actual size").arg(Math.round(root.canvas.zoom * 100))
        keys: "Ctrl+0"
        onClicked: root.canvas.actualSize()
    }
    FlatButton {
        iconName: "plus"
        hint: qsTr("Zoom in")
        keys: "Ctrl++"
        onClicked: root.canvas.zoomIn()
    }
    FlatButton {
        iconName: root.canvas.fit === PageCanvas.Page ? "fit-width" : "fit-page"
        hint: root.canvas.fit === PageCanvas.Page ? qsTr("Fit the page's width") : qsTr("Fit the whole page")
        keys: root.canvas.fit === PageCanvas.Page ? "Ctrl+1" : "Ctrl+2"
        onClicked: root.canvas.fit = root.canvas.fit === PageCanvas.Page ? PageCanvas.Width : PageCanvas.Page
    }
}
