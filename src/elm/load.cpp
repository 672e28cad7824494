#include <fmt/core.h>

#include "elm/library.hpp"
#include "elm/reader.hpp"

namespace cramp::elm {

namespace {

/// The definitions of a section: `"valueSets": {"def": [ … ]}`.
json::Items definitions(json::View library, std::string_view section) {
  return library.find(section).find("def").items();
}

Reference reference(json::View view) {
  return {view.string("libraryName"), view.string("name")};
}

/// Reads the sections of a library one after the other.
class Loader {
 public:
  Loader(Library& library, json::View view, base::Faults& faults)
      : library_(library), view_(view), reader_(library.arena, faults) {}

  void run() {
    identify();
    report_translation_errors();
    read_usings();
    read_includes();
    read_parameters();
    read_terminology();
    read_statements();
  }

 private:
  void identify() {
    const json::View identifier = view_.find("identifier");
    library_.name = identifier.string("id");
    library_.version = identifier.string("version");
    if (library_.name.empty()) {
      reader_.fault(0, "not an ELM library: no library.identifier.id");
      return;
    }
    reader_.set_library(library_.name);
    const std::string_view schema = view_.find("schemaIdentifier").string("version");
    if (!schema.empty() && schema != "r1") reader_.fault(0, fmt::format("ELM version {}", schema));
  }

  // A translator writes ELM for a faulty library too; only these annotations tell.
  void report_translation_errors() {
    for (const json::View note : view_.find("annotation").items()) {
      if (note.string("type") != "CqlToElmError" || note.string("errorSeverity") != "error")
        continue;
      const Locator at = parse_locator(std::string(note.find("startLine").text()) + ":0");
      reader_.fault(at.line, fmt::format("translated with an error: {}", note.string("message")));
    }
  }

  void read_usings() {
    for (const json::View def : definitions(view_, "usings")) {
      library_.usings.push_back(
          {def.string("localIdentifier"), def.string("uri"), def.string("version")});
    }
  }

  void read_includes() {
    for (const json::View def : definitions(view_, "includes")) {
      const std::string_view path = def.string("path");
      library_.includes.push_back({def.string("localIdentifier"),
                                   path.substr(path.find_last_of('/') + 1), def.string("version"),
                                   locator(def)});
    }
  }

  void read_parameters() {
    for (const json::View def : definitions(view_, "parameters")) {
      ParameterDef parameter{name(def), type(def, "parameterTypeSpecifier", "parameterType"),
                             nullptr, locator(def)};
      if (const json::View value = def.find("default")) {
        parameter.default_value = reader_.read(value, parameter.locator);
      }
      library_.parameters.push_back(parameter);
    }
  }

  void read_terminology() {
    for (const json::View def : definitions(view_, "codeSystems")) {
      library_.code_systems.push_back({name(def), def.string("id"), def.string("version")});
    }
    for (const json::View def : definitions(view_, "valueSets")) {
      library_.value_sets.push_back(
          {name(def), def.string("id"), def.string("version"), locator(def)});
    }
    for (const json::View def : definitions(view_, "codes")) {
      library_.codes.push_back({name(def), def.string("id"), def.string("display"),
                                reference(def.find("codeSystem")), locator(def)});
    }
    for (const json::View def : definitions(view_, "concepts")) {
      ConceptDef found{name(def), def.string("display"), {}, locator(def)};
      for (const json::View code : def.find("code").items()) {
        found.codes.push_back(reference(code));
      }
      library_.concepts.push_back(std::move(found));
    }
  }

  void read_statements() {
    for (const json::View def : definitions(view_, "statements")) {
      Statement statement;
      statement.name = name(def);
      statement.context = def.string("context");
      statement.is_function = def.string("type") == "FunctionDef";
      statement.is_public = def.string("accessLevel") != "Private";
      statement.is_external = def.find("external").boolean();
      statement.locator = locator(def);
      for (const json::View operand : def.find("operand").items()) {
        statement.operands.push_back(
            {operand.string("name"), type(operand, "operandTypeSpecifier", "operandType")});
      }
      read_body(def, statement);
      library_.statements.push_back(std::move(statement));
    }
  }

  void read_body(json::View def, Statement& statement) {
    if (const json::View body = def.find("expression")) {
      statement.body = reader_.read(body, statement.locator);
    } else if (!statement.is_external) {
      reader_.fault(statement.locator.line,
                    fmt::format("definition {} without an expression", statement.name));
    }
  }

  std::string_view name(json::View def) {
    const std::string_view found = def.string("name");
    if (found.empty()) reader_.fault(locator(def).line, "a definition without a name");
    return found;
  }

  TypeRef type(json::View def, std::string_view specifier, std::string_view short_form) {
    if (const json::View found = def.find(specifier)) {
      return {reader_.read(found, locator(def)), {}};
    }
    return {nullptr, def.string(short_form)};
  }

  static Locator locator(json::View def) { return parse_locator(def.string("locator")); }

  Library& library_;
  json::View view_;
  Reader reader_;
};

}  // namespace

json::Limits json_limits() {
  // A level of ELM is up to two of JSON; the narrative annotations nest deeper still.
  return {.depth = 1000, .bytes = 64U << 20U};
}

Library load(json::Document document, base::Faults& faults) {
  Library library;
  library.document = std::move(document);
  const json::View root = library.document.root();
  const json::View wrapped = root.find("library");
  const std::size_t before = faults.size();
  Loader(library, wrapped ? wrapped : root, faults).run();
  library.complete = faults.size() == before;
  return library;
}

}  // namespace cramp::elm
