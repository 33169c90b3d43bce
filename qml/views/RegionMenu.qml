// What can be done with the selected regions.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import Lectern
import Lectern.Ui

ThemedMenu {
    id: root

    required property PageCanvas canvas
    readonly property Editor editor: Session.editor
    readonly property bool one: root.editor.selectedCount === 1
    readonly property bool free: !root.editor.locked

    signal readAgainWanted

    // Task as a number, as Session.hasTask() knows it.
    component TaskItem: MenuItem {
        required property int task

        enabled: Session.modelName !== "" && Session.hasTask(task)
        onTriggered: Session.readSelection(task)
    }

    ThemedMenu {
        title: qsTr("Read again")
        enabled: root.free

        MenuItem {
            text: qsTr("As before")
            onTriggered: Session.readSelection()
        }
        TaskItem {
            text: qsTr("As text")
            task: 1
        }
        TaskItem {
            text: qsTr("As a table")
            task: 2
        }
        TaskItem {
            text: qsTr("As a formula")
            task: 3
        }
        TaskItem {
            text: qsTr("As a picture")
            task: 4
        }
        MenuItem {
            text: qsTr("Other prompt, model or device…")
            onTriggered: root.readAgainWanted()
        }
    }
    ThemedMenu {
        id: categories

        title: qsTr("Category")
        enabled: root.free

        Instantiator {
            model: [9, 10, 7, 3, 8, 2, 6, 0, 1, 5, 4]
            onObjectAdded: (index, object) => categories.insertItem(index, object as MenuItem)
            onObjectRemoved: (index, object) => categories.removeItem(object as MenuItem)

            MenuItem {
                required property int modelData

                text: Session.regions.categoryName(modelData)
                checkable: true
                checked: root.editor.category === modelData
                onTriggered: root.editor.setCategory(modelData)
            }
        }
    }
    MenuSeparator {}
    MenuItem {
        text: qsTr("Edit text")
        enabled: root.one && root.free
        onTriggered: root.editor.beginEditing()
    }
    MenuItem {
        text: qsTr("Merge")
        enabled: !root.one && root.free
        onTriggered: root.editor.merge()
    }
    MenuItem {
        text: qsTr("Split here")
        enabled: root.one && root.free
        onTriggered: root.canvas.split()
    }
    MenuItem {
        text: qsTr("Read earlier")
        enabled: root.free
        onTriggered: root.editor.moveEarlier()
    }
    MenuItem {
        text: qsTr("Read later")
        enabled: root.free
        onTriggered: root.editor.moveLater()
    }
    MenuSeparator {}
    MenuItem {
        text: qsTr("Copy")
        onTriggered: root.editor.copy()
    }
    CopyMenu {}
    MenuItem {
        text: qsTr("Paste")
        enabled: root.editor.canPaste
        onTriggered: root.editor.paste()
    }
    MenuSeparator {}
    MenuItem {
        text: qsTr("Locked")
        checkable: true
        checked: root.editor.locked
        onTriggered: root.editor.setLocked(!root.editor.locked)
    }
    MenuItem {
        text: qsTr("Left out of exports")
        enabled: root.free
        checkable: true
        checked: root.editor.ignored
        onTriggered: root.editor.setIgnored(!root.editor.ignored)
    }
    MenuItem {
        text: qsTr("Delete")
        enabled: root.free
        onTriggered: root.editor.remove()
    }
}
