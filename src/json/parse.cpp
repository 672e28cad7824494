#include <fmt/format.h>

#include <algorithm>
#include <limits>

#if defined(__SSE2__)
#define RAPIDJSON_SSE2
#endif
#include <rapidjson/reader.h>

#include "json/document.hpp"
#include "json/tree_builder.hpp"
#include "json/utf8.hpp"

namespace cramp::json {

namespace {

/// RapidJSON 1.1 writes a lone low surrogate escape as three bytes that are not UTF-8. Here the
/// character after such an escape becomes one that no string may hold, so that the reader stops.
struct StrictUtf8 : rapidjson::UTF8<> {
  using rapidjson::UTF8<>::Encode;
  static void Encode(rapidjson::InsituStringStream& stream, unsigned codepoint) {
    const bool surrogate = codepoint >= 0xD800 && codepoint <= 0xDFFF;
    if (surrogate && *stream.src_ != '\0') *stream.src_ = '\x01';
    rapidjson::UTF8<>::Encode(stream, codepoint);
  }
};

using Reader = rapidjson::GenericReader<StrictUtf8, StrictUtf8>;

constexpr unsigned kFlags = rapidjson::kParseInsituFlag | rapidjson::kParseIterativeFlag |
                            rapidjson::kParseNumbersAsStringsFlag;

base::Error malformed(std::string_view what, std::size_t offset) {
  return {base::Code::kMalformed, std::string(what), {}, fmt::format("offset {}", offset)};
}

std::string_view describe(rapidjson::ParseErrorCode code) {
  switch (code) {
    case rapidjson::kParseErrorDocumentEmpty:
      return "The JSON text is empty.";
    case rapidjson::kParseErrorDocumentRootNotSingular:
      return "There is text after the JSON value.";
    case rapidjson::kParseErrorObjectMissName:
      return "A member name is missing.";
    case rapidjson::kParseErrorObjectMissColon:
      return "A colon is missing after a member name.";
    case rapidjson::kParseErrorObjectMissCommaOrCurlyBracket:
      return "A comma or '}' is missing after a member.";
    case rapidjson::kParseErrorArrayMissCommaOrSquareBracket:
      return "A comma or ']' is missing after an item.";
    case rapidjson::kParseErrorStringUnicodeEscapeInvalidHex:
    case rapidjson::kParseErrorStringUnicodeSurrogateInvalid:
      return "A \\u escape is not a Unicode character.";
    case rapidjson::kParseErrorStringEscapeInvalid:
      return "A string holds a character or escape that JSON does not allow.";
    case rapidjson::kParseErrorStringMissQuotationMark:
      return "A string is not closed.";
    case rapidjson::kParseErrorNumberTooBig:
      return "A number is too large.";
    case rapidjson::kParseErrorNumberMissFraction:
    case rapidjson::kParseErrorNumberMissExponent:
      return "A number is incomplete.";
    default:
      return "This is not a JSON value.";
  }
}

base::Error describe(const TreeBuilder& builder, const Reader& reader, const std::string& text) {
  switch (builder.fault()) {
    case BuildFault::kTooDeep:
      return malformed("The JSON text is nested too deeply.", reader.GetErrorOffset());
    case BuildFault::kDuplicateName:
      return malformed("An object has two members of one name.",
                       static_cast<std::size_t>(builder.duplicate() - text.data()));
    case BuildFault::kNone:
      break;
  }
  return malformed(describe(reader.GetParseErrorCode()), reader.GetErrorOffset());
}

}  // namespace

base::Result<Document> parse(std::string text, const Limits& limits) {
  constexpr std::size_t kMost = std::numeric_limits<std::uint32_t>::max() - kPadding;
  if (text.size() > std::min(limits.bytes, kMost)) {
    return base::Error{base::Code::kTooLarge, "The JSON text is too large.", {}, {}};
  }
  if (const std::size_t bad = find_bad_byte(text); bad != std::string::npos) {
    return malformed("The text is not UTF-8, or holds a control character.", bad);
  }
  text.reserve(text.size() + kPadding);

  Document document;
  document.text_ = std::make_unique<std::string>(std::move(text));
  std::string& owned = *document.text_;
  TreeBuilder builder(document.arena_, limits.depth,
                      std::min<std::size_t>(owned.size() / 32, 4096));
  Reader reader;
  rapidjson::InsituStringStream stream(owned.data());
  reader.Parse<kFlags>(stream, builder);
  if (reader.HasParseError()) return describe(builder, reader, owned);
  // RapidJSON takes a NUL for the end.
  if (stream.Tell() != owned.size()) {
    return malformed(describe(rapidjson::kParseErrorDocumentRootNotSingular), stream.Tell());
  }
  document.root_ = builder.finish();
  return document;
}

}  // namespace cramp::json
