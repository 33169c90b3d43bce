// lectern-cli masks: who attends to whom inside the vision tower, listed or drawn.
#include <QBuffer>
#include <QImage>
#include <QPainter>
#include <cmath>
#include <set>

#include "app/cli/commands.h"
#include "app/cli/generation_options.h"
#include "app/cli/pictures.h"
#include "app/device.h"
#include "app/model_store.h"
#include "app/save_file.h"
#include "core/base/error.h"
#include "core/base/json.h"

namespace lectern {

namespace {

struct MasksArguments {
    std::vector<std::string> images;
    std::string model, output, mode, device = "cpu";
    double dpi = 0;
};

// What one span covers.
struct SpanExtent {
    std::set<std::pair<int32_t, int32_t>> views;  // (picture, view); more than one would be attention across pictures
    int32_t x0 = INT32_MAX, y0 = INT32_MAX, x1 = -1, y1 = -1;  // patches, inclusive
};

}  // namespace

static SpanExtent extent_of(const VisionAttention& kind, const Span& span) {
    SpanExtent e;
    const auto add = [&](int32_t first, int32_t count) {
        for (int32_t i = 0; i < count; ++i) {
            const PatchPlace& p = kind.rows.at(static_cast<size_t>(first + i));
            e.views.insert({p.image, p.view});
            if (p.y < 0) continue;
            e.x0 = std::min(e.x0, p.x), e.y0 = std::min(e.y0, p.y);
            e.x1 = std::max(e.x1, p.x), e.y1 = std::max(e.y1, p.y);
        }
    };
    add(span.first_row, span.rows);
    add(span.first_key, span.keys);
    return e;
}

static Json span_json(const VisionAttention& kind, const Span& span) {
    const SpanExtent e = extent_of(kind, span);
    Json images = Json::array();
    for (const auto& [image, view] : e.views) images.push_back(image);
    return {{"images", images},           {"view", e.views.empty() ? 0 : e.views.begin()->second},
            {"first_row", span.first_row}, {"rows", span.rows},
            {"first_key", span.first_key}, {"keys", span.keys},
            {"patches", {e.x0, e.y0, e.x1 + 1, e.y1 + 1}}};
}

static Json masks_json(const std::vector<VisionAttention>& attention, const std::vector<ImagePatches>& cut, const MasksArguments& args) {
    Json images = Json::array(), kinds = Json::array();
    for (size_t i = 0; i < cut.size(); ++i) {
        const ImagePatches& p = cut[i];
        images.push_back({{"file", args.images[i]}, {"grid", {p.grid_t, p.grid_h, p.grid_w}}, {"patches", p.patches()}});
        for (const ImageView& view : p.views) images.back()["views"].push_back(view.grid);
    }
    for (const VisionAttention& kind : attention) {
        Json spans = Json::array();
        for (const Span& span : kind.spans.spans) spans.push_back(span_json(kind, span));
        kinds.push_back({{"name", kind.name}, {"blocks", kind.blocks}, {"rows", kind.rows.size()}, {"spans", spans}});
    }
    return {{"format", "lectern-masks"}, {"version", 1}, {"images", images}, {"attention", kinds}};
}

// Neighbouring spans get colours far apart on the wheel.
static QColor span_colour(size_t index) { return QColor::fromHsvF(std::fmod(0.61803398875 * static_cast<double>(index), 1.0), 0.55, 0.92); }

static constexpr int kMatrixSide = 512;  // pixels
static constexpr int kGap = 12;

// Rows downwards, keys to the right: a span is a rectangle, attention across pictures would lie off the blocks of the
// diagonal, whose borders (where a picture begins) are dark lines.
static QImage draw_matrix(const VisionAttention& kind) {
    QImage image(kMatrixSide, kMatrixSide, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    const double scale = kMatrixSide / std::max<double>(1, static_cast<double>(kind.rows.size()));
    for (size_t i = 0; i < kind.spans.spans.size(); ++i) {
        const Span& s = kind.spans.spans[i];
        painter.fillRect(QRectF(s.first_key * scale, s.first_row * scale, std::max(1.0, s.keys * scale), std::max(1.0, s.rows * scale)),
                         span_colour(i));
    }
    painter.setPen(Qt::black);
    for (size_t r = 1; r < kind.rows.size(); ++r) {
        if (kind.rows[r].image == kind.rows[r - 1].image && kind.rows[r].view == kind.rows[r - 1].view) continue;
        const int at = static_cast<int>(static_cast<double>(r) * scale);
        painter.drawLine(at, 0, at, kMatrixSide);
        painter.drawLine(0, at, kMatrixSide, at);
    }
    return image;
}

// One view of a picture: each patch in the colour of the span its row belongs to.
static QImage draw_view(const VisionAttention& kind, std::pair<int32_t, int32_t> view) {
    int32_t width = 1, height = 1;
    for (const PatchPlace& p : kind.rows) {
        if (std::pair(p.image, p.view) == view) width = std::max(width, p.x + 1), height = std::max(height, p.y + 1);
    }
    QImage image(width, height, QImage::Format_RGB32);
    image.fill(Qt::black);
    for (size_t i = 0; i < kind.spans.spans.size(); ++i) {
        const Span& s = kind.spans.spans[i];
        for (int32_t r = s.first_row; r < s.first_row + s.rows; ++r) {
            const PatchPlace& p = kind.rows.at(static_cast<size_t>(r));
            if (p.y >= 0 && std::pair(p.image, p.view) == view) image.setPixelColor(p.x, p.y, span_colour(i));
        }
    }
    const int scale = std::clamp(kMatrixSide / std::max(width, height), 1, 24);
    return image.scaled(width * scale, height * scale);
}

// A line of panels for each kind of block: the matrix, then every view of every picture.
static QImage draw_masks(const std::vector<VisionAttention>& attention) {
    std::vector<std::vector<QImage>> lines;
    int width = 0, height = kGap;
    for (const VisionAttention& kind : attention) {
        std::set<std::pair<int32_t, int32_t>> views;
        for (const PatchPlace& p : kind.rows) views.insert({p.image, p.view});
        std::vector<QImage>& line = lines.emplace_back();
        line.push_back(draw_matrix(kind));
        for (const auto& view : views) line.push_back(draw_view(kind, view));
        int line_width = kGap, line_height = 0;
        for (const QImage& panel : line) {
            line_width += panel.width() + kGap;
            line_height = std::max(line_height, panel.height());
        }
        width = std::max(width, line_width);
        height += line_height + kGap;
    }
    QImage all(width, height, QImage::Format_RGB32);
    all.fill(QColor(230, 230, 230));
    QPainter painter(&all);
    int y = kGap;
    for (const auto& line : lines) {
        int x = kGap, tallest = 0;
        for (const QImage& panel : line) {
            painter.drawImage(x, y, panel);
            x += panel.width() + kGap;
            tallest = std::max(tallest, panel.height());
        }
        y += tallest + kGap;
    }
    return all;
}

static void write_masks(const std::vector<VisionAttention>& attention, const std::vector<ImagePatches>& cut, const MasksArguments& args) {
    if (args.output.ends_with(".json")) return save_whole(args.output, masks_json(attention, cut, args).dump(2) + "\n", true);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    draw_masks(attention).save(&buffer, "PNG");
    save_whole(args.output, {bytes.constData(), static_cast<size_t>(bytes.size())}, true);
}

static void check_arguments(const MasksArguments& args) {
    refuse_nan(args.dpi);
    check_device_name(args.device);
    if (args.output.ends_with(".json") || args.output.ends_with(".png")) return;
    throw Error({.fault = Fault::argument, .attempted = "choose what to write", .subject = args.output,
                 .found = "it ends in neither .png nor .json", .advice = "name the file so: a picture, or a list"});
}

static void show_masks(const MasksArguments& args) {
    check_arguments(args);
    const std::filesystem::path folder = find_model(args.model);
    const auto backend = open_device(choose_device(args.device, {}), 0, Compute::bf16);
    const auto model = load_model(*backend, folder);
    const std::vector<Image> images = load_pictures(args.images, args.dpi > 0 ? args.dpi : model->card().dpi);
    check_mode(*model, args.mode);
    const std::vector<ImagePatches> cut = model->cut_pictures(images, {.line = model->card().reads == Reads::line, .mode = args.mode});
    std::vector<const ImagePatches*> patches;
    for (const ImagePatches& image : cut) patches.push_back(&image);
    const std::vector<VisionAttention> attention = model->vision_attention(patches);
    if (attention.empty())
        throw Error({.fault = Fault::model, .attempted = "show the attention of the vision tower", .subject = model->card().name,
                     .found = "its family does not tell", .advice = "choose another model"});
    write_masks(attention, cut, args);
}

void add_masks_command(CLI::App& app, int& exit) {
    CLI::App* command = app.add_subcommand("masks", "Draw or list which patches of pictures attend to each other");
    const auto args = std::make_shared<MasksArguments>();
    command->add_option("--model", args->model, "Model's name or folder")->required();
    command->add_option("--image", args->images, "Pictures that go through the tower together")->required();
    command->add_option("-o,--output", args->output, "A picture (.png) or a list (.json)")->required();
    command->add_option("--mode", args->mode, "How pictures are put in, of families with image modes: tiny, small, base, …");
    command->add_option("--dpi", args->dpi, "Resolution PDF pages are drawn at; what the model wants if not given");
    command->callback([args, &exit] {
        show_masks(*args);
        exit = 0;
    });
}

}  // namespace lectern
