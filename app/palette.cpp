#include "app/palette.h"

#include <QGuiApplication>
#include <QPalette>

namespace lectern {

static QPalette lightPalette() {
    QPalette p(QColor(0xf4, 0xf4, 0xf5));
    p.setColor(QPalette::Window, QColor(0xf4, 0xf4, 0xf5));
    p.setColor(QPalette::WindowText, QColor(0x1c, 0x1e, 0x21));
    p.setColor(QPalette::Base, Qt::white);
    p.setColor(QPalette::AlternateBase, QColor(0xf7, 0xf7, 0xf8));
    p.setColor(QPalette::Text, QColor(0x1c, 0x1e, 0x21));
    p.setColor(QPalette::Button, QColor(0xfc, 0xfc, 0xfd));
    p.setColor(QPalette::ButtonText, QColor(0x1c, 0x1e, 0x21));
    p.setColor(QPalette::Highlight, QColor(0x1f, 0x5f, 0xd0));
    p.setColor(QPalette::HighlightedText, Qt::white);
    p.setColor(QPalette::ToolTipBase, QColor(0x2b, 0x2d, 0x31));
    p.setColor(QPalette::ToolTipText, QColor(0xf4, 0xf4, 0xf5));
    p.setColor(QPalette::PlaceholderText, QColor(0x66, 0x6b, 0x73));
    for (auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, QColor(0x9a, 0x9e, 0xa5));
    return p;
}

static QPalette darkPalette() {
    QPalette p(QColor(0x2b, 0x2d, 0x31));
    p.setColor(QPalette::Window, QColor(0x24, 0x26, 0x29));
    p.setColor(QPalette::WindowText, QColor(0xe8, 0xe9, 0xeb));
    p.setColor(QPalette::Base, QColor(0x1b, 0x1c, 0x1f));
    p.setColor(QPalette::AlternateBase, QColor(0x21, 0x23, 0x26));
    p.setColor(QPalette::Text, QColor(0xe8, 0xe9, 0xeb));
    p.setColor(QPalette::Button, QColor(0x32, 0x35, 0x39));
    p.setColor(QPalette::ButtonText, QColor(0xe8, 0xe9, 0xeb));
    p.setColor(QPalette::Highlight, QColor(0x3d, 0x7d, 0xe6));
    p.setColor(QPalette::HighlightedText, Qt::white);
    p.setColor(QPalette::ToolTipBase, QColor(0xe8, 0xe9, 0xeb));
    p.setColor(QPalette::ToolTipText, QColor(0x1b, 0x1c, 0x1f));
    p.setColor(QPalette::PlaceholderText, QColor(0x9c, 0xa1, 0xa9));
    for (auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, QColor(0x74, 0x78, 0x7f));
    return p;
}

void applyAppearance(Settings::Appearance appearance) {
    switch (appearance) {
        case Settings::Appearance::System:
            QGuiApplication::setPalette(QPalette());
            break;
        case Settings::Appearance::Light:
            QGuiApplication::setPalette(lightPalette());
            break;
        case Settings::Appearance::Dark:
            QGuiApplication::setPalette(darkPalette());
            break;
    }
}

}  // namespace lectern
