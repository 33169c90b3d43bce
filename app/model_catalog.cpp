#include "app/model_catalog.h"

#include <unistd.h>

#include <QLocale>

#include "app/device.h"
#include "app/model_store.h"
#include "app/problem.h"
#include "core/base/error.h"
#include "core/compute/cpu/cpu_backend_api.h"
#include "core/model/model.h"
#include "core/model/registry.h"
#include "gpu/gpu.h"

namespace lectern {

struct ModelCatalog::Found {
    std::vector<ModelFacts> models;
    std::vector<DeviceInfo> gpus;
    QString processor;
    qint64 memory = 0;  // bytes, of the device in use
    bool graphics = false;
};

ModelCatalog::ModelCatalog(QObject* parent) : QObject(parent) {}

ModelCatalog::~ModelCatalog() {
    m_background.stop();
}

static QString taskWord(Task task) {
    switch (task) {
        case Task::page:
            return ModelCatalog::tr("pages");
        case Task::text:
            return ModelCatalog::tr("text");
        case Task::table:
            return ModelCatalog::tr("tables");
        case Task::formula:
            return ModelCatalog::tr("formulas");
        case Task::picture:
            return ModelCatalog::tr("pictures");
        default:
            return {};
    }
}

// As it is published; what is in the box is not one of those, whatever it is built like.
static QString familyOf(const InstalledModel& installed, const std::string& family) {
    return installed.in_box ? ModelCatalog::tr("Lectern reader") : QString::fromStdString(family_title(family));
}

static ModelFacts factsOf(const InstalledModel& installed, int dpi, bool on_gpu) {
    ModelFacts facts;
    facts.name = QString::fromStdString(installed.name);
    facts.family = familyOf(installed, installed.family);
    facts.bytes = static_cast<qint64>(installed.bytes);
    facts.inBox = installed.in_box;
    facts.problem = QString::fromStdString(installed.problem);
    if (!facts.problem.isEmpty()) return facts;
    try {
        ModelReport report = inspect_model(installed.folder);
        facts.family = familyOf(installed, report.card.family);
        QStringList tasks;
        for (const auto& [task, prompt] : report.card.tasks)
            if (const QString word = taskWord(task); !word.isEmpty()) tasks << word;
        facts.tasks = QLocale().createSeparatedList(tasks);
        facts.dpi = dpi > 0 ? dpi : static_cast<int>(report.card.dpi);
        report.card.dpi = facts.dpi;  // as pages will be drawn
        facts.needed = static_cast<qint64>(memory_needed(report, Compute::bf16, on_gpu));
        if (!report.problems.empty()) facts.problem = QString::fromStdString(report.problems.front());
    } catch (...) {  // the one catch of this thread
        facts.problem = problemFromCurrentException().text;
    }
    return facts;
}

static qint64 machineMemory() {
    return static_cast<qint64>(sysconf(_SC_PHYS_PAGES)) * static_cast<qint64>(sysconf(_SC_PAGESIZE));
}

ModelCatalog::Found ModelCatalog::lookAround(const QString& device, int dpi) {
    Found found;
    found.gpus = list_devices();
    found.processor = QString::fromStdString(cpu_info().model);
    found.memory = machineMemory();
    int gpu = device == QStringLiteral("auto") ? automatic_device(found.gpus).device : -1;
    for (const DeviceInfo& d : found.gpus)
        if (device == QStringLiteral("vulkan:%1").arg(d.index)) gpu = d.index;
    for (const DeviceInfo& d : found.gpus) {
        if (d.index != gpu) continue;
        found.memory = d.memory;
        found.graphics = true;
    }
    for (const InstalledModel& installed : installed_models())
        found.models.push_back(factsOf(installed, dpi, found.graphics));
    return found;
}

void ModelCatalog::look(const QString& device, int dpi) {
    if (m_looking) return;
    m_looking = true;
    Q_EMIT changed();
    m_background.run(
        this, [device, dpi](std::stop_token) { return lookAround(device, dpi); },
        [this](Found found) {
            m_modelNames.clear();
            for (const ModelFacts& model : found.models)
                if (model.problem.isEmpty()) m_modelNames << model.name;
            m_devices = {QStringLiteral("auto"), QStringLiteral("cpu")};
            m_deviceNames = {tr("Chosen for me"), tr("Processor: %1").arg(found.processor)};
            for (const DeviceInfo& gpu : found.gpus) {
                if (!gpu.unusable.empty()) continue;
                m_devices << QStringLiteral("vulkan:%1").arg(gpu.index);
                const QString name = QString::fromStdString(gpu.name);
                m_deviceNames << (gpu.kind == DeviceKind::software ? tr("Software driver, slow: %1").arg(name)
                                                                   : tr("Graphics: %1").arg(name));
            }
            const QString size = QLocale().formattedDataSize(found.memory, 1, QLocale::DataSizeSIFormat);
            m_memoryText = found.graphics ? tr("%1 of graphics memory").arg(size) : tr("%1 of memory").arg(size);
            m_models.show(std::move(found.models), found.memory);
            m_looking = false;
            Q_EMIT changed();
        });
}

}  // namespace lectern
