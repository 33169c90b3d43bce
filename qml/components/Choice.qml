// One of several, in a form.
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Lectern.Ui

ComboBox {
    id: root

    property string label

    Layout.fillWidth: true
    Layout.preferredWidth: 300
    implicitHeight: Theme.target
    Accessible.role: Accessible.ComboBox
    Accessible.name: root.label
}
