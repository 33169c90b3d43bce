// Keys for documents, reading, pages and the view.
import QtQuick
import Lectern
import Lectern.Ui

Item {
    id: root

    required property PageCanvas canvas

    signal openWanted
    signal exportWanted
    signal closeWanted

    readonly property list<Command> all: [
        Command {
            what: qsTr("Open files")
            sequence: "Ctrl+O"
            onActivated: root.openWanted()
        },
        Command {
            what: qsTr("Close the document")
            sequence: "Ctrl+W"
            enabled: Session.hasDocument
            onActivated: root.closeWanted()
        },
        Command {
            what: qsTr("Read this page")
            sequence: "Ctrl+R"
            enabled: Session.hasDocument
            onActivated: Session.readPage()
        },
        Command {
            what: qsTr("Read the document")
            sequence: "Ctrl+Shift+R"
            enabled: Session.hasDocument
            onActivated: Session.readDocument()
        },
        Command {
            what: qsTr("Read all documents")
            sequence: "Ctrl+Alt+R"
            enabled: Session.documents.count > 1
            onActivated: Session.readAllDocuments()
        },
        Command {
            what: qsTr("Stop reading; else leave the selection")
            sequence: "Esc"
            enabled: Session.reading || Session.selectedRegion >= 0 || Session.editor.tool !== Editor.Select
            onActivated: Session.reading ? Session.stop() : root.leave()
        },
        Command {
            what: qsTr("Save, to go on later")
            sequence: "Ctrl+S"
            enabled: Session.hasDocument
            onActivated: {
                Session.editor.keepEditing();
                Session.exports.save();
            }
        },
        Command {
            what: qsTr("Save somewhere else")
            sequence: "Ctrl+Shift+S"
            enabled: Session.hasDocument
            onActivated: {
                Session.editor.keepEditing();
                Session.exports.saveAsWanted();
            }
        },
        Command {
            what: qsTr("Export")
            sequence: "Ctrl+E"
            enabled: Session.hasResult
            onActivated: root.exportWanted()
        },
        Command {
            what: qsTr("Next page")
            sequence: "PgDown"
            enabled: Session.currentPage < Session.pageCount - 1
            onActivated: Session.currentPage += 1
        },
        Command {
            what: qsTr("Previous page")
            sequence: "PgUp"
            enabled: Session.currentPage > 0
            onActivated: Session.currentPage -= 1
        },
        Command {
            what: qsTr("First page")
            sequence: "Home"
            also: ["Ctrl+Home"]
            enabled: Session.currentPage > 0
            onActivated: Session.currentPage = 0
        },
        Command {
            what: qsTr("Last page")
            sequence: "End"
            also: ["Ctrl+End"]
            enabled: Session.currentPage < Session.pageCount - 1
            onActivated: Session.currentPage = Session.pageCount - 1
        },
        Command {
            what: qsTr("Zoom in")
            sequence: "Ctrl++"
            also: ["Ctrl+="]
            enabled: Session.hasDocument
            onActivated: root.canvas.zoomIn()
        },
        Command {
            what: qsTr("Zoom out")
            sequence: "Ctrl+-"
            enabled: Session.hasDocument
            onActivated: root.canvas.zoomOut()
        },
        Command {
            what: qsTr("Actual size")
            sequence: "Ctrl+0"
            enabled: Session.hasDocument
            onActivated: root.canvas.actualSize()
        },
        Command {
            what: qsTr("Fit width")
            sequence: "Ctrl+1"
            enabled: Session.hasDocument
            onActivated: root.canvas.fit = PageCanvas.Width
        },
        Command {
            what: qsTr("Fit page")
            sequence: "Ctrl+2"
            enabled: Session.hasDocument
            onActivated: root.canvas.fit = PageCanvas.Page
        },
        Command {
            what: qsTr("Show or hide the regions")
            sequence: "F5"
            enabled: Session.hasDocument
            onActivated: Settings.showRegions = !Settings.showRegions
        },
        Command {
            what: qsTr("Show or hide the reading order")
            sequence: "F6"
            enabled: Session.hasDocument
            onActivated: Settings.showOrder = !Settings.showOrder
        },
        Command {
            what: qsTr("Tint unsure words, or not")
            sequence: "F7"
            enabled: Session.hasDocument
            onActivated: Settings.showWords = !Settings.showWords
        },
        Command {
            what: qsTr("Next unsure word")
            sequence: "F4"
            enabled: Session.hasResult
            onActivated: Session.editor.stepUnsure(1)
        },
        Command {
            what: qsTr("Previous unsure word")
            sequence: "Shift+F4"
            enabled: Session.hasResult
            onActivated: Session.editor.stepUnsure(-1)
        }
    ]

    function leave() {
        if (Session.selectedRegion >= 0)
            Session.selectedRegion = -1;
        else
            Session.editor.tool = Editor.Select;
    }
}
