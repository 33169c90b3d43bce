// ModelCatalog: what can read on this computer: models and devices. Looked for when somebody wants to see them, away
// from the GUI thread: asking graphics drivers takes a while.
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QStringList>

#include "app/background.h"
#include "app/models/installed_model_model.h"

namespace lectern {

class ModelCatalog : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Session owns it")
    Q_PROPERTY(lectern::InstalledModelModel* models READ models CONSTANT)
    Q_PROPERTY(bool looking READ looking NOTIFY changed)
    Q_PROPERTY(QStringList modelNames READ modelNames NOTIFY changed)    // of those that can be used
    Q_PROPERTY(QStringList devices READ devices NOTIFY changed)          // as --device takes them: auto, cpu, vulkan:0
    Q_PROPERTY(QStringList deviceNames READ deviceNames NOTIFY changed)  // the same for people
    Q_PROPERTY(QString memoryText READ memoryText NOTIFY changed)        // what there is on the device in use
 public:
    explicit ModelCatalog(QObject* parent = nullptr);
    ~ModelCatalog() override;

    InstalledModelModel* models() { return &m_models; }
    bool looking() const { return m_looking; }
    QStringList modelNames() const { return m_modelNames; }
    QStringList devices() const { return m_devices; }
    QStringList deviceNames() const { return m_deviceNames; }
    QString memoryText() const { return m_memoryText; }

    Q_INVOKABLE void look(const QString& device, int dpi);  // device: the one pages are read on; dpi 0: each its own

 Q_SIGNALS:
    void changed();

 private:
    struct Found;
    static Found lookAround(const QString& device, int dpi);

    InstalledModelModel m_models;
    bool m_looking = false;
    QStringList m_modelNames, m_devices, m_deviceNames;
    QString m_memoryText;
    Background m_background;  // last: its threads end before anything they report to
};

}  // namespace lectern
