// The window: which views, where, and the keys.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Lectern
import Lectern.Ui

ApplicationWindow {
    id: window

    readonly property bool narrow: window.width < Theme.narrow
    // SplitView does not mirror: in right-to-left languages the outer panes change places.
    readonly property Item pagesPane: Settings.rightToLeft ? rightPane : leftPane
    readonly property Item textPane: Settings.rightToLeft ? leftPane : rightPane
    readonly property bool veryNarrow: window.width < Theme.veryNarrow
    readonly property WindowCommands windowCommands: WindowCommands {
        onSwitchWanted: window.switchPane()
        onPagesWanted: window.togglePages()
        onSettingsWanted: dialogs.showSettings()
        onModelsWanted: dialogs.showModels()
        onMenuWanted: topBar.openMenu()
        onFullScreenWanted: window.visibility = window.visibility === Window.FullScreen ? Window.AutomaticVisibility : Window.FullScreen
        onHelpWanted: helpPanel.explain(window.activeFocusItem, Session.hasDocument ? "editing" : "first-read")
        onKeysWanted: dialogs.showKeys()
        onQuitWanted: window.close()
    }
    property bool pagesShown: true
    property bool textShown: false  // which half a narrow window shows

    function togglePages() {
        if (window.veryNarrow)
            drawer.visible ? drawer.close() : drawer.open();
        else
            window.pagesShown = !window.pagesShown;
    }
    function switchPane() {
        window.textShown = window.narrow && !window.textShown;
        if (pageView.canvas.activeFocus)
            textView.focusList();
        else
            pageView.canvas.forceActiveFocus();
    }

    width: Settings.windowSize.width
    height: Settings.windowSize.height
    minimumWidth: 360
    minimumHeight: 360
    visible: true
    title: Session.hasDocument ? Session.documentName : ""
    color: Theme.window
    onClosing: close => {
        if (window.visibility === Window.Windowed)
            Settings.windowSize = Qt.size(window.width, window.height);
        close.accepted = dialogs.mayQuit();
    }

    WindowKeys {
        id: keys

        page: pageView
        pages: pageList
        text: textView
        sheets: dialogs
        windowCommands: window.windowCommands
        onTextWanted: window.textShown = window.narrow
    }
    Item {
        id: content

        anchors.fill: parent
        LayoutMirroring.enabled: Settings.rightToLeft
        LayoutMirroring.childrenInherit: true

        ColumnLayout {
            anchors.fill: parent
            spacing: 0

            TopBar {
                id: topBar

                Layout.fillWidth: true
                canvas: pageView.canvas
                leftHidden: window.veryNarrow || !window.pagesShown
                onOpenWanted: dialogs.open()
                onExportWanted: dialogs.startExport()
                onPagesWanted: window.togglePages()
                onHelpWanted: helpPanel.show("index")
                onShortcutsWanted: dialogs.showKeys()
                onQuitWanted: window.close()
                onSettingsWanted: dialogs.showSettings()
                onModelsWanted: dialogs.showModels()
            }
            Problems {
                Layout.fillWidth: true
            }
            FirstRun {
                Layout.fillWidth: true
                Layout.fillHeight: true
                visible: !Session.hasDocument
                onOpenWanted: dialogs.open()
            }
            SplitView {
                id: split

                Layout.fillWidth: true
                Layout.fillHeight: true
                visible: Session.hasDocument
                onResizingChanged: if (!resizing)
                    window.rememberSplit()

                handle: Rectangle {
                    implicitWidth: 5
                    color: SplitHandle.pressed || SplitHandle.hovered ? Theme.accent : "transparent"

                    Rectangle {
                        anchors.horizontalCenter: parent.horizontalCenter
                        width: 1
                        height: parent.height
                        color: Theme.line
                    }
                }

                Item {
                    id: leftPane

                    visible: Settings.rightToLeft ? !window.narrow : !window.veryNarrow && window.pagesShown
                    SplitView.minimumWidth: Settings.rightToLeft ? textView.leastWidth : Math.round(168 * Theme.wordScale)
                    SplitView.preferredWidth: Settings.rightToLeft ? Settings.rightWidth : Settings.leftWidth
                }
                Item {
                    id: middlePane

                    SplitView.fillWidth: true
                    SplitView.minimumWidth: 240

                    FlatTabs {
                        id: halves

                        name: qsTr("Halves of the window")

                        readonly property real room: visible ? height : 0

                        anchors.left: parent.left
                        anchors.top: parent.top
                        leftPadding: Theme.tiny
                        visible: window.narrow

                        FlatTab {
                            text: qsTr("Page")
                            checked: !window.textShown
                            onClicked: window.textShown = false
                        }
                        FlatTab {
                            text: qsTr("Text")
                            checked: window.textShown
                            onClicked: window.textShown = true
                        }
                    }
                    PageView {
                        id: pageView

                        anchors.fill: parent
                        anchors.topMargin: halves.room
                        visible: !window.narrow || !window.textShown
                        pointedRegion: textView.pointedRegion
                        onReadAgainWanted: dialogs.readAgain()
                    }
                }
                Item {
                    id: rightPane

                    visible: Settings.rightToLeft ? !window.veryNarrow && window.pagesShown : !window.narrow
                    SplitView.minimumWidth: Settings.rightToLeft ? Math.round(168 * Theme.wordScale) : textView.leastWidth
                    SplitView.preferredWidth: Settings.rightToLeft ? Settings.leftWidth : Settings.rightWidth
                }
            }
            StatusStrip {
                Layout.fillWidth: true
                onCheckWanted: keys.check()
            }
        }
        PageList {
            id: pageList

            onCloseWanted: document => dialogs.close(document)
            parent: window.veryNarrow ? drawerPane : window.pagesPane
            anchors.fill: parent
        }
        TextView {
            id: textView

            parent: window.narrow ? middlePane : window.textPane
            anchors.fill: parent
            anchors.topMargin: halves.room
            visible: !window.narrow || window.textShown
            hoveredRegion: pageView.hoveredRegion
            onReadAgainWanted: dialogs.readAgain()
        }
        DropTarget {
            anchors.fill: parent
        }
    }
    // Dialogs, menus and the drawer stand in the overlay, which mirrors by itself no more than they do.
    Binding {
        target: window.Overlay.overlay.LayoutMirroring
        property: "enabled"
        value: Settings.rightToLeft
    }
    Binding {
        target: window.Overlay.overlay.LayoutMirroring
        property: "childrenInherit"
        value: true
    }
    Drawer {
        id: drawer

        width: Math.min(260 * Theme.wordScale, window.width * 0.8)
        height: window.height
        edge: Settings.rightToLeft ? Qt.RightEdge : Qt.LeftEdge
        interactive: window.veryNarrow && Session.hasDocument
        padding: 0

        Item {
            id: drawerPane

            anchors.fill: parent
        }
    }
    HelpPanel {
        id: helpPanel

        top: topBar.height
    }
    Dialogs {
        id: dialogs

        groups: keys.groups
    }

    function rememberSplit() {
        if (window.pagesPane.visible)
            Settings.leftWidth = window.pagesPane.width;
        if (window.textPane.visible)
            Settings.rightWidth = window.textPane.width;
    }
}
