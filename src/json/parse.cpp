#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "json/document.hpp"
#include "json/insitu_text.hpp"
#include "json/tree_builder.hpp"

namespace cramp::json {

namespace {

using Reader = rapidjson::GenericReader<StrictUtf8, StrictUtf8>;

// RapidJSON's iterative mode takes half as long again as this one; the builder bounds the
// recursion.
constexpr unsigned kFlags = rapidjson::kParseInsituFlag | rapidjson::kParseNumbersAsStringsFlag;
constexpr std::size_t kDeepest = 1000;

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
    case rapidjson::kParseErrorStringInvalidEncoding:
      return "A string is not UTF-8.";
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

base::Error describe(const TreeBuilder& builder, const Reader& reader, const InsituText& stream) {
  switch (builder.fault()) {
    case BuildFault::kTooDeep:
      return malformed("The JSON text is nested too deeply.", reader.GetErrorOffset() - 1);
    case BuildFault::kDuplicateName:
      return malformed("An object has two members of one name.",
                       stream.offset_of(builder.duplicate()));
    case BuildFault::kNone:
      break;
  }
  const rapidjson::ParseErrorCode code = reader.GetParseErrorCode();
  // The reader only knows where the run of characters began.
  const bool in_run = code == rapidjson::kParseErrorStringInvalidEncoding;
  return malformed(describe(code), in_run ? stream.Tell() : reader.GetErrorOffset());
}

}  // namespace

base::Result<Document> parse(std::string text, const Limits& limits) {
  constexpr std::size_t kMost = std::numeric_limits<std::uint32_t>::max() - kPadding;
  if (text.size() > std::min(limits.bytes, kMost)) {
    return base::Error{base::Code::kTooLarge, "The JSON text is too large.", {}, {}};
  }
  text.reserve(text.size() + kPadding);

  Document document;
  document.text_ = std::make_unique<std::string>(std::move(text));
  std::string& owned = *document.text_;
  TreeBuilder builder(document.arena_, std::min(limits.depth, kDeepest));
  Reader reader;
  InsituText stream(owned.data());
  reader.Parse<kFlags>(stream, builder);
  if (reader.HasParseError()) return describe(builder, reader, stream);
  // RapidJSON takes a NUL for the end.
  if (stream.Tell() != owned.size()) {
    return malformed(describe(rapidjson::kParseErrorDocumentRootNotSingular), stream.Tell());
  }
  document.root_ = builder.finish();
  return document;
}

}  // namespace cramp::json
