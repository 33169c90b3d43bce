// Select, draw, pan; back and forth through what was done.
import QtQuick
import Lectern
import Lectern.Ui

Row {
    id: root

    required property Editor editor
    property string helpTopic: "editing#regions"

    spacing: 2

    FlatButton {
        checkable: true
        checked: root.editor.tool === Editor.Select
        iconName: "select"
        hint: qsTr("Select regions")
        keys: "V"
        onClicked: root.editor.tool = Editor.Select
    }
    FlatButton {
        checkable: true
        checked: root.editor.tool === Editor.Draw
        iconName: "draw"
        hint: qsTr("Draw a region and read it")
        keys: "R"
        onClicked: root.editor.tool = Editor.Draw
    }
    FlatButton {
        checkable: true
        checked: root.editor.tool === Editor.Pan
        iconName: "pan"
        hint: qsTr("Move the page")
        keys: "H"
        onClicked: root.editor.tool = Editor.Pan
    }
    FlatButton {
        enabled: root.editor.canUndo
        iconName: "undo"
        hint: root.editor.canUndo ? qsTr("Undo: %1").arg(root.editor.undoText) : qsTr("Nothing to undo")
        keys: "Ctrl+Z"
        onClicked: root.editor.undo()
    }
    FlatButton {
        enabled: root.editor.canRedo
        iconName: "redo"
        hint: root.editor.canRedo ? qsTr("Redo: %1").arg(root.editor.redoText) : qsTr("Nothing to redo")
        keys: "Ctrl+Shift+Z"
        onClicked: root.editor.redo()
    }
}
