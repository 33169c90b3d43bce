// What stands in a dialog, from top to bottom. Return does what its main button does, wherever the focus is, unless what
// has the focus has a use for the key.
import QtQuick
import QtQuick.Layouts
import Lectern.Ui

ColumnLayout {
    id: root

    required property FlatButton mainButton

    function confirm() {
        if (root.mainButton.visible && root.mainButton.enabled)
            root.mainButton.clicked();
    }

    Keys.onReturnPressed: root.confirm()
    Keys.onEnterPressed: root.confirm()
}
