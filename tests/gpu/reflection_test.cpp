#include "gpu/reflection.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <vector>

#include "gpu/shaders/embedded.h"

namespace lectern {
namespace {

Reflection named(std::string_view name) {
    for (const EmbeddedShader& shader : embedded_shaders())
        if (shader.name == name) return reflect(shader.words);
    throw std::logic_error("no shader " + std::string(name));
}

TEST(Reflection, ReadsWhatTheShaderDeclares) {
    const Reflection add = named("add");
    EXPECT_EQ(add.bindings, 3u);
    EXPECT_EQ(add.push_bytes, 36u);
    EXPECT_EQ(add.constants, (std::map<std::string_view, uint32_t>{{"group", 0}}));
    const Reflection attention = named("attention_bf16");
    EXPECT_EQ(attention.bindings, 8u);
    EXPECT_EQ(attention.push_bytes, 56u);
    EXPECT_EQ(attention.constants,
              (std::map<std::string_view, uint32_t>{{"group", 0}, {"queries", 1}, {"keys", 2}, {"head_dim", 3}, {"lanes", 4}}));
}

TEST(Reflection, EveryShaderKeepsTheHouseRules) {
    for (const EmbeddedShader& shader : embedded_shaders()) {
        SCOPED_TRACE(shader.name);
        const Reflection r = reflect(shader.words);
        EXPECT_GE(r.bindings, 2u);
        EXPECT_LE(r.bindings, 8u);  // `at` of the push block has eight places
        EXPECT_EQ(r.constants.at("group"), 0u);
    }
}

TEST(Reflection, RefusesWordsThatAreNoShader) {
    const std::vector<uint32_t> none, wrong(16, 1);
    EXPECT_THROW(reflect(none), std::logic_error);
    EXPECT_THROW(reflect(wrong), std::logic_error);
    const std::span<const uint32_t> words = embedded_shaders()[0].words;
    EXPECT_THROW(reflect(words.first(5)), std::logic_error);  // declares nothing
    EXPECT_THROW(reflect(words.first(6)), std::logic_error);  // ends within its first instruction or declares nothing
}

}  // namespace
}  // namespace lectern
