#include "app/pdf_source.h"

#include <poppler/qt6/poppler-qt6.h>

#include <QDateTime>
#include <chrono>
#include <cmath>

#include "app/convert.h"
#include "core/base/caps.h"
#include "core/base/error.h"

namespace lectern {

using Clock = std::chrono::steady_clock;

static constexpr size_t kMostWords = 100'000;  // of one page's own text

// What the abort callback looks at while Poppler draws.
struct RenderWatch {
    std::stop_token stop;
    Clock::time_point deadline;
    bool late = false;
};

static bool should_abort(const QVariant& payload) {
    auto* watch = static_cast<RenderWatch*>(payload.value<void*>());
    if (Clock::now() > watch->deadline) watch->late = true;
    return watch->late || watch->stop.stop_requested();
}

static bool no_partial_updates(const QVariant&) {
    return false;
}
static void ignore_partial_update(const QImage&, const QVariant&) {}

// Poppler prints every flaw of a damaged file to standard error otherwise; what matters becomes an Error of ours.
static void silence_poppler() {
    static const bool once = [] {
        Poppler::setDebugErrorFunction([](const QString&, const QVariant&) {}, {});
        return true;
    }();
    (void)once;
}

static std::string page_of(const std::filesystem::path& file, size_t index) {
    return "page " + std::to_string(index + 1) + " of " + file.filename().string();
}

static std::string points_text(QSizeF size) {
    return QString("%1 × %2 points").arg(size.width(), 0, 'g', 6).arg(size.height(), 0, 'g', 6).toStdString();
}

static std::unique_ptr<Poppler::Document> load(const std::filesystem::path& file, const std::string& password) {
    silence_poppler();
    const QByteArray key(password.data(), static_cast<qsizetype>(password.size()));
    auto document = Poppler::Document::load(qstring_from_path(file), key, key);
    if (!document) {
        throw Error({.fault = Fault::input,
                     .attempted = "open the PDF",
                     .subject = file.string(),
                     .found = "it is damaged or cut short, and its pages cannot be found",
                     .advice = "get the file again, or repair it with another program and open the repaired copy"});
    }
    // Almost every call on a locked document crashes (Poppler 22.12): look at this first.
    if (document->isLocked()) {
        throw Error(
            {.fault = Fault::encrypted,
             .attempted = "open the PDF",
             .subject = file.string(),
             .found = password.empty() ? "it is encrypted and needs a password" : "the password does not open it",
             .advice = password.empty() ? "give its password (lectern-cli: --password-file)"
                                        : "check the password; either of its two passwords will do"});
    }
    if (document->numPages() <= 0) {
        throw Error({.fault = Fault::input,
                     .attempted = "open the PDF",
                     .subject = file.string(),
                     .found = "it has no pages",
                     .advice = "get the file again: it may be cut short"});
    }
    document->setRenderHint(Poppler::Document::Antialiasing);
    document->setRenderHint(Poppler::Document::TextAntialiasing);
    return document;
}

PdfSource::PdfSource(const std::filesystem::path& file, const std::string& password)
    : file_(file), password_(password), document_(load(file, password)) {}

PdfSource::~PdfSource() = default;

size_t PdfSource::page_count() const {
    return static_cast<size_t>(document_->numPages());
}

bool PdfSource::states_a_size(size_t index) const {
    if (!box_check_) box_check_ = std::make_unique<PageBoxCheck>(file_, password_);
    return box_check_->has_size(index);
}

std::unique_ptr<Poppler::Page> PdfSource::page_at(size_t index) const {
    auto page = document_->page(static_cast<int>(index));
    const QSizeF size = page ? page->pageSizeF() : QSizeF();
    const double small = std::min(size.width(), size.height()), large = std::max(size.width(), size.height());
    const bool letter = (size == QSizeF(612, 792) || size == QSizeF(792, 612));  // Poppler's stand-in for no size
    std::string found;
    if (!page) {
        found = "the page is missing or damaged";
    } else if (letter && !states_a_size(index)) {
        found = "the page has no size";
    } else if (!(small >= caps::kMinPagePoints)) {
        found = "the page has no usable size (" + points_text(size) + ")";
    } else if (!(large <= caps::kMaxPagePoints)) {
        found = "the page claims " + points_text(size) + ", more than the 14,400 points (5 m) a PDF page may have";
    }
    if (found.empty()) return page;
    throw Error({.fault = Fault::input,
                 .attempted = "read the page",
                 .subject = page_of(file_, index),
                 .found = found,
                 .advice = "leave this page out, or repair its page box with another program"});
}

static int degrees(Poppler::Page::Orientation orientation) {
    switch (orientation) {
        case Poppler::Page::Landscape:
            return 90;
        case Poppler::Page::UpsideDown:
            return 180;
        case Poppler::Page::Seascape:
            return 270;
        case Poppler::Page::Portrait:
            break;
    }
    return 0;
}

PageInfo PdfSource::page_info(size_t index) const {
    const auto page = page_at(index);
    return {page->pageSizeF().width(), page->pageSizeF().height(), degrees(page->orientation()), 0};
}

static QImage draw(const Poppler::Page& page, double dpi, RenderWatch& watch) {
    const QVariant payload = QVariant::fromValue(static_cast<void*>(&watch));
    return page.renderToImage(dpi, dpi, -1, -1, -1, -1, Poppler::Page::Rotate0, ignore_partial_update,
                              no_partial_updates, should_abort, payload);
}

Image PdfSource::render(size_t index, double dpi, std::stop_token stop) const {
    const auto page = page_at(index);
    const QSizeF pixels = page->pageSizeF() * (dpi / 72);
    ErrorParts parts{.fault = Fault::input, .attempted = "draw the page", .subject = page_of(file_, index)};
    if (!(dpi > 0) || pixels.width() * pixels.height() > static_cast<double>(caps::kMaxRenderPixels)) {
        parts.found = "at " + QString::number(dpi).toStdString() + " dpi it has too many pixels";
        parts.advice = "choose a lower resolution";
        throw Error(parts);
    }
    RenderWatch watch{stop, Clock::now() + std::chrono::seconds(caps::kMaxRenderSeconds)};
    const QImage picture = draw(*page, dpi, watch);
    if (stop.stop_requested()) {
        parts.fault = Fault::cancelled;
        parts.found = "it was stopped";
        throw Error(parts);
    }
    if (watch.late || picture.isNull() || picture.width() < 2 || picture.height() < 2) {
        parts.found = watch.late ? "it took longer than " + std::to_string(caps::kMaxRenderSeconds) + " seconds"
                                 : "nothing could be drawn";
        parts.advice = watch.late ? "leave this page out or choose a lower resolution" : "leave this page out";
        throw Error(parts);
    }
    return image_from_qimage(picture);
}

Image PdfSource::thumbnail(size_t index, int pixels) const {
    const PageInfo info = page_info(index);
    return render(index, 72.0 * pixels / std::max(info.width, info.height), {});
}

std::vector<LayerWord> PdfSource::words(size_t index) const {
    std::vector<LayerWord> out;
    for (const auto& word : page_at(index)->textList()) {
        const QRectF box = word->boundingBox();
        if (out.size() >= kMostWords) break;
        if (!word->text().trimmed().isEmpty())
            out.push_back({{box.left(), box.top(), box.right(), box.bottom()}, word->text().toStdString()});
    }
    return out;
}

std::map<std::string, std::string> PdfSource::metadata() const {
    std::map<std::string, std::string> result;
    for (const char* key : {"Title", "Author", "Subject", "Keywords", "Creator", "Producer"}) {
        const QString value = document_->info(key).trimmed();
        if (!value.isEmpty()) result[QString(key).toLower().toStdString()] = value.toStdString();
    }
    const QDateTime created = document_->date("CreationDate");
    if (created.isValid()) result["created"] = created.toString(Qt::ISODate).toStdString();
    const Poppler::Document::PdfVersion version = document_->getPdfVersion();
    result["format"] = "PDF " + std::to_string(version.major) + "." + std::to_string(version.minor);
    return result;
}

std::unique_ptr<PageSource> PdfSource::clone() const {
    return std::make_unique<PdfSource>(file_, password_);
}

}  // namespace lectern
