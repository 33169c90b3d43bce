// The keys for what the window holds, wired to its parts, and all of them in groups for the sheet that lists them.
import QtQuick
import Lectern
import Lectern.Ui

Item {
    id: root

    required property PageView page
    required property PageList pages
    required property TextView text
    required property Dialogs sheets
    required property WindowCommands windowCommands

    signal textWanted  // to be seen, where the window shows page or text

    function check() {
        root.textWanted();
        root.text.check();
    }

    readonly property var groups: [
        {
            title: qsTr("Documents and pages"),
            commands: pageCommands.all
        },
        {
            title: qsTr("Order of pages"),
            commands: arrangeCommands.all
        },
        {
            title: qsTr("Regions"),
            commands: editCommands.all
        },
        {
            title: qsTr("Text"),
            commands: textCommands.all
        },
        {
            title: qsTr("Category of the selection"),
            commands: editCommands.categories
        },
        {
            title: qsTr("Window"),
            commands: root.windowCommands.all
        }
    ]

    PageCommands {
        id: pageCommands

        canvas: root.page.canvas
        onOpenWanted: root.sheets.open()
        onExportWanted: root.sheets.startExport()
        onCloseWanted: root.sheets.close(Session.currentDocument)
    }
    EditCommands {
        id: editCommands

        canvas: root.page.canvas
        words: root.text.words
        elsewhere: root.pages.documentsFocused || root.pages.pagesFocused
        onReadAgainWanted: root.sheets.readAgain()
    }
    ArrangeCommands {
        id: arrangeCommands

        pagesFocused: root.pages.pagesFocused
        textFocused: root.text.activeFocus
    }
    TextCommands {
        id: textCommands

        onFindWanted: {
            root.textWanted();
            root.text.find();
        }
        onCheckWanted: root.check()
    }
}
