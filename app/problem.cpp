#include "app/problem.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLocale>
#include <exception>
#include <new>

#include "core/base/error.h"

namespace lectern {

static QString tr(const char* text) {
    return QCoreApplication::translate("lectern", text);  // as lupdate names what it finds here
}

static QString detailsOf(const ErrorParts& parts) {
    const std::pair<QString, const std::string*> rows[] = {
        {tr("Attempted"), &parts.attempted}, {tr("On"), &parts.subject},    {tr("Expected"), &parts.expected},
        {tr("Found"), &parts.found},         {tr("Advice"), &parts.advice},
    };
    QStringList lines;
    for (const auto& [label, value] : rows)
        if (!value->empty()) lines << label + QStringLiteral(": ") + QString::fromStdString(*value);
    return lines.join(u'\n');
}

static Problem::Remedy remedyOf(Fault fault) {
    switch (fault) {
        case Fault::encrypted:
            return Problem::Remedy::EnterPassword;
        case Fault::output:
            return Problem::Remedy::ChooseFolder;
        case Fault::model:
        case Fault::device:
        case Fault::memory:
            return Problem::Remedy::Retry;
        default:
            return Problem::Remedy::None;
    }
}

Problem problemFromCurrentException(const QString& file, int page) {
    Problem p;
    p.file = file;
    p.page = page;
    try {
        throw;
    } catch (const Error& e) {
        p.text = QString::fromUtf8(e.what());
        p.details = detailsOf(e.parts());
        p.remedy = remedyOf(e.fault());
        if (e.fault() == Fault::encrypted)
            p.text = tr("“%1” is protected by a password.").arg(QFileInfo(file).fileName());
    } catch (const std::bad_alloc&) {
        p.text = tr("There is not enough memory for this. Close other programs or documents and try again.");
        p.details = QStringLiteral("std::bad_alloc");
        p.remedy = Problem::Remedy::Retry;
    } catch (const std::exception& e) {
        p.text = tr("Something went wrong that the program did not expect.");
        p.details = QString::fromUtf8(e.what());
    }
    return p;
}

Problem problemFromNotice(const DeviceNotice& notice) {
    using Kind = DeviceNotice::Kind;
    const auto size = [](int64_t bytes) { return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat); };
    const QString gpu = QString::fromStdString(notice.gpu);
    Problem p;
    p.details = QString::fromStdString(notice.reason);
    switch (notice.kind) {
        case Kind::gpu_too_small:
            p.text = tr("The model needs %1 of graphics memory and %2 are free on %3, so the processor is used.")
                         .arg(size(notice.needed), size(notice.free), gpu);
            break;
        case Kind::gpu_unusable:
        case Kind::gpu_fell_out:
            p.text = tr("%1 cannot be used, so the processor is.").arg(gpu);
            break;
        case Kind::gpu_lost:
            p.text =
                tr("%1 stopped working. The page is read again on the processor, and so are all after it.").arg(gpu);
            break;
        case Kind::page_too_large:
            p.text =
                tr("%1 has too little memory for the page. It is read again on the processor, and so are all after it.")
                    .arg(gpu);
            break;
        case Kind::tight_memory:
            p.text = tr("A page at %1 dpi takes about %2 with this model and %3 are free: large pages may be read with "
                        "fewer pixels.")
                         .arg(qRound(notice.dpi))
                         .arg(size(notice.needed), size(notice.free));
    }
    return p;
}

}  // namespace lectern
