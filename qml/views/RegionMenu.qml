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
    component TaskItem: MenuEntry {
        required property int task

        enabled: Session.modelName !== "" && Session.hasTask(task)
        onTriggered: Session.readSelection(task)
    }

    ThemedMenu {
        title: qsTr("Read again")
        enabled: root.free

        MenuEntry {
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
        MenuEntry {
            text: qsTr("Other prompt, model or device…")
            keys: "Shift+R"
            onTriggered: root.readAgainWanted()
        }
    }
    ThemedMenu {
        id: categories

        title: qsTr("Category")
        enabled: root.free

        Instantiator {
            model: [9, 10, 7, 3, 8, 2, 6, 0, 1, 5, 4]
            onObjectAdded: (index, object) => categories.insertItem(index, object as MenuEntry)
            onObjectRemoved: (index, object) => categories.removeItem(object as MenuEntry)

            MenuEntry {
                required property int modelData

                text: Session.regions.categoryName(modelData)
                checkable: true
                checked: root.editor.category === modelData
                onTriggered: root.editor.setCategory(modelData)
            }
        }
    }
    MenuLine {}
    MenuEntry {
        text: qsTr("Edit text")
        keys: "F2"
        enabled: root.one && root.free
        onTriggered: root.editor.beginEditing()
    }
    MenuEntry {
        text: qsTr("Show what was cut")
        keys: "Shift+C"
        enabled: root.editor.cutText !== ""
        onTriggered: root.editor.showCut()
    }
    MenuEntry {
        text: qsTr("Merge")
        keys: "J"
        enabled: !root.one && root.free
        onTriggered: root.editor.merge()
    }
    MenuEntry {
        text: qsTr("Split here")
        keys: "C"
        enabled: root.one && root.free
        onTriggered: root.canvas.split()
    }
    MenuEntry {
        text: qsTr("Read earlier")
        keys: "Ctrl+Up"
        enabled: root.free
        onTriggered: root.editor.moveEarlier()
    }
    MenuEntry {
        text: qsTr("Read later")
        keys: "Ctrl+Down"
        enabled: root.free
        onTriggered: root.editor.moveLater()
    }
    MenuLine {}
    MenuEntry {
        text: qsTr("Copy")
        keys: "Ctrl+C"
        onTriggered: root.editor.copy()
    }
    CopyMenu {}
    MenuEntry {
        text: qsTr("Paste")
        keys: "Ctrl+V"
        enabled: root.editor.canPaste
        onTriggered: root.editor.paste()
    }
    MenuLine {}
    MenuEntry {
        text: qsTr("Locked")
        keys: "L"
        checkable: true
        checked: root.editor.locked
        onTriggered: root.editor.setLocked(!root.editor.locked)
    }
    MenuEntry {
        text: qsTr("Left out of exports")
        keys: "I"
        enabled: root.free
        checkable: true
        checked: root.editor.ignored
        onTriggered: root.editor.setIgnored(!root.editor.ignored)
    }
    MenuEntry {
        text: qsTr("Delete")
        keys: "Del"
        enabled: root.free
        onTriggered: root.editor.remove()
    }
}
