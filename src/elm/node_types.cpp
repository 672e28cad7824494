#include "elm/node_types.hpp"

#include <algorithm>
#include <array>

namespace cramp::elm {

namespace {

template <std::size_t N>
using Slots = std::array<Slot, N>;

constexpr Slots<1> kUnary{{{"operand", 1, 1}}};
constexpr Slots<1> kBinary{{{"operand", 2, 2}}};
// `per` is left out by older translators.
constexpr Slots<1> kUnaryOrBinary{{{"operand", 1, 2}}};
constexpr Slots<1> kTernary{{{"operand", 3, 3}}};
constexpr Slots<1> kNary{{{"operand", 1, kUnbounded}}};
constexpr Slots<1> kSource{{{"source", 1, 1}}};
constexpr Slots<2> kCall{{{"signature", 0, kUnbounded}, {"operand", 0, kUnbounded}}};
constexpr Slots<1> kExpression{{{"expression", 1, 1}}};

constexpr Slots<2> kAs{{{"operand", 1, 1}, {"asTypeSpecifier", 0, 1}}};
constexpr Slots<2> kIs{{{"operand", 1, 1}, {"isTypeSpecifier", 0, 1}}};
constexpr Slots<2> kConvert{{{"operand", 1, 1}, {"toTypeSpecifier", 0, 1}}};

constexpr Slots<3> kAggregate{{{"source", 1, 1}, {"iteration", 1, 1}, {"initialValue", 0, 1}}};
constexpr Slots<2> kAggregateClause{{{"expression", 1, 1}, {"starting", 0, 1}}};
constexpr Slots<3> kInCodeSystem{
    {{"code", 1, 1}, {"codesystem", 0, 1, "CodeSystemRef"}, {"codesystemExpression", 0, 1}}};
constexpr Slots<3> kAnyInCodeSystem{
    {{"codes", 1, 1}, {"codesystem", 0, 1, "CodeSystemRef"}, {"codesystemExpression", 0, 1}}};
constexpr Slots<3> kInValueSet{
    {{"code", 1, 1}, {"valueset", 0, 1, "ValueSetRef"}, {"valuesetExpression", 0, 1}}};
constexpr Slots<3> kAnyInValueSet{
    {{"codes", 1, 1}, {"valueset", 0, 1, "ValueSetRef"}, {"valuesetExpression", 0, 1}}};
constexpr Slots<3> kCase{
    {{"comparand", 0, 1}, {"caseItem", 1, kUnbounded, "CaseItem"}, {"else", 0, 1}}};
constexpr Slots<2> kCaseItem{{{"when", 1, 1}, {"then", 1, 1}}};
constexpr Slots<1> kCode{{{"system", 1, 1, "CodeSystemRef"}}};
constexpr Slots<1> kConcept{{{"code", 1, kUnbounded, "Code"}}};
constexpr Slots<2> kCombine{{{"source", 1, 1}, {"separator", 0, 1}}};
constexpr Slots<3> kDate{{{"year", 1, 1}, {"month", 0, 1}, {"day", 0, 1}}};
constexpr Slots<8> kDateTime{{{"year", 1, 1},
                              {"month", 0, 1},
                              {"day", 0, 1},
                              {"hour", 0, 1},
                              {"minute", 0, 1},
                              {"second", 0, 1},
                              {"millisecond", 0, 1},
                              {"timezoneOffset", 0, 1}}};
constexpr Slots<4> kTime{
    {{"hour", 1, 1}, {"minute", 0, 1}, {"second", 0, 1}, {"millisecond", 0, 1}}};
constexpr Slots<2> kFilter{{{"source", 1, 1}, {"condition", 1, 1}}};
constexpr Slots<2> kForEach{{{"source", 1, 1}, {"element", 1, 1}}};
constexpr Slots<3> kIf{{{"condition", 1, 1}, {"then", 1, 1}, {"else", 0, 1}}};
constexpr Slots<1> kInstance{{{"element", 0, kUnbounded, "InstanceElement"}}};
constexpr Slots<1> kNamedValue{{{"value", 1, 1}}};
constexpr Slots<4> kInterval{
    {{"low", 0, 1}, {"lowClosedExpression", 0, 1}, {"high", 0, 1}, {"highClosedExpression", 0, 1}}};
constexpr Slots<2> kList{{{"typeSpecifier", 0, 1}, {"element", 0, kUnbounded}}};
constexpr Slots<5> kMessage{
    {{"source", 1, 1}, {"condition", 0, 1}, {"code", 0, 1}, {"severity", 0, 1}, {"message", 0, 1}}};
constexpr Slots<2> kPosition{{{"pattern", 1, 1}, {"string", 1, 1}}};
constexpr Slots<1> kProperty{{{"source", 0, 1}}};
constexpr Slots<7> kQuery{{{"source", 1, kUnbounded, "AliasedQuerySource"},
                           {"let", 0, kUnbounded, "LetClause"},
                           {"relationship", 0, kUnbounded},
                           {"where", 0, 1},
                           {"return", 0, 1, "ReturnClause"},
                           {"aggregate", 0, 1, "AggregateClause"},
                           {"sort", 0, 1, "SortClause"}}};
constexpr Slots<2> kRatio{{{"numerator", 1, 1, "Quantity"}, {"denominator", 1, 1, "Quantity"}}};
constexpr Slots<2> kRelationship{{{"expression", 1, 1}, {"suchThat", 1, 1}}};
constexpr Slots<8> kRetrieve{{{"id", 0, 1},
                              {"codes", 0, 1},
                              {"dateRange", 0, 1},
                              {"context", 0, 1},
                              {"include", 0, kUnbounded, "IncludeElement"},
                              {"codeFilter", 0, kUnbounded, "CodeFilterElement"},
                              {"dateFilter", 0, kUnbounded, "DateFilterElement"},
                              {"otherFilter", 0, kUnbounded, "OtherFilterElement"}}};
constexpr Slots<2> kRound{{{"operand", 1, 1}, {"precision", 0, 1}}};
constexpr Slots<3> kSlice{{{"source", 1, 1}, {"startIndex", 0, 1}, {"endIndex", 0, 1}}};
constexpr Slots<2> kSort{{{"source", 1, 1}, {"by", 1, kUnbounded}}};
constexpr Slots<1> kSortClause{{{"by", 1, kUnbounded}}};
constexpr Slots<2> kSplit{{{"stringToSplit", 1, 1}, {"separator", 0, 1}}};
constexpr Slots<2> kSplitOnMatches{{{"stringToSplit", 1, 1}, {"separatorPattern", 1, 1}}};
constexpr Slots<3> kSubstring{{{"stringToSub", 1, 1}, {"startIndex", 1, 1}, {"length", 0, 1}}};
constexpr Slots<1> kTuple{{{"element", 0, kUnbounded, "TupleElement"}}};

constexpr Slots<1> kListType{{{"elementType", 1, 1}}};
constexpr Slots<1> kIntervalType{{{"pointType", 1, 1}}};
// The draft form of ELM r1 calls both members `type`; published ELM has either.
constexpr Slots<2> kChoiceType{{{"choice", 0, kUnbounded}, {"type", 0, kUnbounded}}};
constexpr Slots<1> kTupleType{{{"element", 0, kUnbounded, "TupleElementDefinition"}}};
constexpr Slots<2> kTupleTypeElement{{{"elementType", 0, 1}, {"type", 0, 1}}};

constexpr auto kNodeTypes = std::to_array<NodeType>({
    {"Abs", kUnary},
    {"Add", kBinary},
    {"After", kBinary},
    {"Aggregate", kAggregate},
    {"AggregateClause", kAggregateClause, "identifier"},
    {"AliasRef", {}, "name"},
    {"AliasedQuerySource", kExpression, "alias"},
    {"AllTrue", kSource},
    {"And", kBinary},
    {"AnyInCodeSystem", kAnyInCodeSystem},
    {"AnyInValueSet", kAnyInValueSet},
    {"AnyTrue", kSource},
    {"As", kAs},
    {"Avg", kSource},
    {"Before", kBinary},
    {"ByColumn", {}, "path"},
    {"ByDirection", {}},
    {"ByExpression", kExpression},
    {"CalculateAge", kUnary, "precision"},
    {"CalculateAgeAt", kBinary, "precision"},
    {"CanConvert", kConvert},
    {"CanConvertQuantity", kBinary},
    {"Case", kCase},
    {"CaseItem", kCaseItem},
    {"Ceiling", kUnary},
    {"Children", kSource},
    {"ChoiceTypeSpecifier", kChoiceType},
    {"Coalesce", kNary},
    {"Code", kCode, "code"},
    {"CodeFilterElement", kNamedValue},
    {"CodeRef", {}, "name"},
    {"CodeSystemRef", {}, "name"},
    {"Collapse", kUnaryOrBinary},
    {"Combine", kCombine},
    {"Concatenate", kNary},
    {"Concept", kConcept},
    {"ConceptRef", {}, "name"},
    {"Contains", kBinary},
    {"Convert", kConvert},
    {"ConvertQuantity", kBinary},
    {"ConvertsToBoolean", kUnary},
    {"ConvertsToDate", kUnary},
    {"ConvertsToDateTime", kUnary},
    {"ConvertsToDecimal", kUnary},
    {"ConvertsToInteger", kUnary},
    {"ConvertsToLong", kUnary},
    {"ConvertsToQuantity", kUnary},
    {"ConvertsToRatio", kUnary},
    {"ConvertsToString", kUnary},
    {"ConvertsToTime", kUnary},
    {"Count", kSource},
    {"Current", {}},
    {"Date", kDate, {}, true},
    {"DateFilterElement", kNamedValue},
    {"DateFrom", kUnary},
    {"DateTime", kDateTime, {}, true},
    {"DateTimeComponentFrom", kUnary, "precision"},
    {"Descendants", kSource},
    {"Descendents", kSource},
    {"DifferenceBetween", kBinary, "precision"},
    {"Distinct", kUnary},
    {"Divide", kBinary},
    {"DurationBetween", kBinary, "precision"},
    {"End", kUnary},
    {"Ends", kBinary},
    {"EndsWith", kBinary},
    {"Equal", kBinary},
    {"Equivalent", kBinary},
    {"Except", kNary},
    {"Exists", kUnary},
    {"Exp", kUnary},
    {"Expand", kUnaryOrBinary},
    {"ExpandValueSet", kUnary},
    {"ExpressionRef", {}, "name"},
    {"Filter", kFilter},
    {"First", kSource},
    {"Flatten", kUnary},
    {"Floor", kUnary},
    {"ForEach", kForEach},
    {"FunctionRef", kCall, "name"},
    {"GeometricMean", kSource},
    {"Greater", kBinary},
    {"GreaterOrEqual", kBinary},
    {"HighBoundary", kBinary},
    {"IdentifierRef", {}, "name"},
    {"If", kIf},
    {"Implies", kBinary},
    {"In", kBinary},
    {"InCodeSystem", kInCodeSystem},
    {"InValueSet", kInValueSet},
    {"IncludeElement", {}},
    {"IncludedIn", kBinary},
    {"Includes", kBinary},
    {"IndexOf", kForEach},
    {"Indexer", kBinary},
    {"Instance", kInstance, "classType"},
    {"InstanceElement", kNamedValue, "name"},
    {"Intersect", kNary},
    {"Interval", kInterval},
    {"IntervalTypeSpecifier", kIntervalType},
    {"Is", kIs},
    {"IsFalse", kUnary},
    {"IsNull", kUnary},
    {"IsTrue", kUnary},
    {"Iteration", {}},
    {"Last", kSource},
    {"LastPositionOf", kPosition},
    {"Length", kUnary},
    {"Less", kBinary},
    {"LessOrEqual", kBinary},
    {"LetClause", kExpression, "identifier"},
    {"List", kList},
    {"ListTypeSpecifier", kListType},
    {"Literal", {}, "valueType"},
    {"Ln", kUnary},
    {"Log", kBinary},
    {"LowBoundary", kBinary},
    {"Lower", kUnary},
    {"Matches", kBinary},
    {"Max", kSource},
    {"MaxValue", {}, "valueType"},
    {"Median", kSource},
    {"Meets", kBinary},
    {"MeetsAfter", kBinary},
    {"MeetsBefore", kBinary},
    {"Message", kMessage},
    {"Min", kSource},
    {"MinValue", {}, "valueType"},
    {"Mode", kSource},
    {"Modulo", kBinary},
    {"Multiply", kBinary},
    {"NamedTypeSpecifier", {}, "name"},
    {"Negate", kUnary},
    {"Not", kUnary},
    {"NotEqual", kBinary},
    {"Now", {}},
    {"Null", {}},
    {"OperandRef", {}, "name"},
    {"Or", kBinary},
    {"OtherFilterElement", kNamedValue},
    {"Overlaps", kBinary},
    {"OverlapsAfter", kBinary},
    {"OverlapsBefore", kBinary},
    {"ParameterRef", {}, "name"},
    {"ParameterTypeSpecifier", {}, "parameterName"},
    {"PointFrom", kUnary},
    {"PopulationStdDev", kSource},
    {"PopulationVariance", kSource},
    {"PositionOf", kPosition},
    {"Power", kBinary},
    {"Precision", kUnary},
    {"Predecessor", kUnary},
    {"Product", kSource},
    {"ProperContains", kBinary},
    {"ProperIn", kBinary},
    {"ProperIncludedIn", kBinary},
    {"ProperIncludes", kBinary},
    {"Property", kProperty, "path"},
    {"Quantity", {}},
    {"Query", kQuery},
    {"QueryLetRef", {}, "name"},
    {"Ratio", kRatio},
    {"Repeat", kForEach},
    {"ReplaceMatches", kTernary},
    {"Retrieve", kRetrieve, "dataType"},
    {"ReturnClause", kExpression},
    {"Round", kRound},
    {"SameAs", kBinary},
    {"SameOrAfter", kBinary},
    {"SameOrBefore", kBinary},
    {"Search", kProperty, "path"},
    {"SingletonFrom", kUnary},
    {"Size", kUnary},
    {"Slice", kSlice, {}, true},
    {"Sort", kSort},
    {"SortClause", kSortClause},
    {"Split", kSplit},
    {"SplitOnMatches", kSplitOnMatches},
    {"Start", kUnary},
    {"Starts", kBinary},
    {"StartsWith", kBinary},
    {"StdDev", kSource},
    {"Substring", kSubstring},
    {"SubsumedBy", kBinary},
    {"Subsumes", kBinary},
    {"Subtract", kBinary},
    {"Successor", kUnary},
    {"Sum", kSource},
    {"Time", kTime, {}, true},
    {"TimeFrom", kUnary},
    {"TimeOfDay", {}},
    {"Times", kBinary},
    {"TimezoneFrom", kUnary},
    {"TimezoneOffsetFrom", kUnary},
    {"ToBoolean", kUnary},
    {"ToChars", kUnary},
    {"ToConcept", kUnary},
    {"ToDate", kUnary},
    {"ToDateTime", kUnary},
    {"ToDecimal", kUnary},
    {"ToInteger", kUnary},
    {"ToList", kUnary},
    {"ToLong", kUnary},
    {"ToQuantity", kUnary},
    {"ToRatio", kUnary},
    {"ToString", kUnary},
    {"ToTime", kUnary},
    {"Today", {}},
    {"Total", {}},
    {"Truncate", kUnary},
    {"TruncatedDivide", kBinary},
    {"Tuple", kTuple},
    {"TupleElement", kNamedValue, "name"},
    {"TupleElementDefinition", kTupleTypeElement, "name"},
    {"TupleTypeSpecifier", kTupleType},
    {"Union", kNary},
    {"Upper", kUnary},
    {"ValueSetRef", {}, "name"},
    {"Variance", kSource},
    {"Width", kUnary},
    {"With", kRelationship, "alias"},
    {"Without", kRelationship, "alias"},
    {"Xor", kBinary},
});

static_assert(std::ranges::is_sorted(kNodeTypes, {}, &NodeType::name));

}  // namespace

const NodeType* find_node_type(std::string_view name) {
  const auto* row = std::ranges::lower_bound(kNodeTypes, name, {}, &NodeType::name);
  return row != kNodeTypes.end() && row->name == name ? row : nullptr;
}

}  // namespace cramp::elm
