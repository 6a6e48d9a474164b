/* From PTX text to functions of statements. Takes what NVRTC writes; words stay in one copy of
 * the text, which is cut up in place. */
#include "ptx.h"
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct PtxBlock {
    struct PtxBlock *next;
    _Alignas(16) char bytes[];
} PtxBlock;

typedef struct Parser {
    PtxModule *module;
    char *at;
    uint32_t line;
} Parser;

/* --- memory and messages ----------------------------------------------------------------- */

void *ptx_allocate(PtxModule *module, size_t size) {
    PtxBlock *block = calloc(1, sizeof *block + size);
    if (!block) abort(); /* a test program: there is nothing to save */
    block->next = module->blocks;
    module->blocks = block;
    return block->bytes;
}

char *ptx_copy(PtxModule *module, const char *text, size_t size) {
    char *copy = ptx_allocate(module, size + 1);
    memcpy(copy, text, size);
    return copy;
}

void ptx_free(PtxModule *module) {
    if (!module) return;
    for (PtxBlock *block = module->blocks, *next; block; block = next) {
        next = block->next;
        free(block);
    }
    free(module);
}

bool ptx_fail(PtxModule *module, uint32_t line, const char *format, ...) {
    if (module->error[0]) return false;
    int used = snprintf(module->error, sizeof module->error, "PTX line %u: ", line);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(module->error + used, sizeof module->error - (size_t)used, format, arguments);
    va_end(arguments);
    return false;
}

int ptx_line(const PtxModule *module, uint32_t line, const char **start) {
    if (line == 0 || line > module->nlines) return *start = "", 0;
    const char *text = module->source + module->lines[line - 1];
    text += strspn(text, " \t");
    size_t size = strcspn(text, "\r\n");
    while (size && isspace((unsigned char)text[size - 1])) size--;
    *start = text;
    return (int)size;
}

/* --- types ------------------------------------------------------------------------------- */

PtxType ptx_type(const char *name) {
    static const char *const names[] = {
        [TYPE_PRED] = "pred", [TYPE_B8] = "b8",     [TYPE_U8] = "u8",   [TYPE_S8] = "s8",
        [TYPE_B16] = "b16",   [TYPE_U16] = "u16",   [TYPE_S16] = "s16", [TYPE_F16] = "f16",
        [TYPE_BF16] = "bf16", [TYPE_B32] = "b32",   [TYPE_U32] = "u32", [TYPE_S32] = "s32",
        [TYPE_F32] = "f32",   [TYPE_B64] = "b64",   [TYPE_U64] = "u64", [TYPE_S64] = "s64",
        [TYPE_F64] = "f64",   [TYPE_B128] = "b128",
    };
    for (PtxType type = TYPE_PRED; type <= TYPE_B128; type++)
        if (!strcmp(names[type], name)) return type;
    return TYPE_NONE;
}

/* --- characters and words ---------------------------------------------------------------- */

/* Comments become spaces; lines stay where they are. */
static void remove_comments(char *text) {
    while (*text) {
        if (*text == '"') {
            text++;
            while (*text && *text != '"') text++;
            text += *text != 0;
        } else if (text[0] == '/' && text[1] == '/') {
            while (*text && *text != '\n') *text++ = ' ';
        } else if (text[0] == '/' && text[1] == '*') {
            for (; *text && !(text[0] == '*' && text[1] == '/'); text++)
                if (*text != '\n') *text = ' ';
            if (*text) text[0] = text[1] = ' ';
        } else {
            text++;
        }
    }
}

static void find_lines(PtxModule *module) {
    uint32_t count = 1;
    for (const char *at = module->source; *at; at++) count += *at == '\n';
    module->lines = ptx_allocate(module, count * sizeof *module->lines);
    module->nlines = 1;
    for (const char *at = module->source; *at; at++)
        if (*at == '\n') module->lines[module->nlines++] = (size_t)(at - module->source) + 1;
}

static void skip_spaces(Parser *parser) {
    for (; isspace((unsigned char)*parser->at); parser->at++) parser->line += *parser->at == '\n';
}

static bool is_word(char c) {
    return isalnum((unsigned char)c) || c == '_' || c == '$' || c == '%' || c == '.';
}

/* The next word or character as a string of its own; NULL at the end. */
static char *take_word(Parser *parser) {
    skip_spaces(parser);
    char *start = parser->at;
    if (!*start) return NULL;
    if (is_word(*start)) {
        while (is_word(*parser->at)) parser->at++;
    } else {
        parser->at++;
    }
    return ptx_copy(parser->module, start, (size_t)(parser->at - start));
}

/* Up to one of `ends` outside brackets, without the spaces around it; cuts the text there. */
static char *take_until(Parser *parser, const char *ends, char *end) {
    skip_spaces(parser);
    char *start = parser->at;
    int depth = 0;
    for (; *parser->at; parser->at++) {
        char c = *parser->at;
        if (depth == 0 && strchr(ends, c)) break;
        depth += (c == '(' || c == '[' || c == '{') - (c == ')' || c == ']' || c == '}');
        parser->line += c == '\n';
    }
    *end = *parser->at;
    char *stop = parser->at;
    if (*parser->at) parser->at++;
    while (stop > start && isspace((unsigned char)stop[-1])) stop--;
    *stop = 0;
    return start;
}

/* --- declarations ------------------------------------------------------------------------ */

static void put_number(uint8_t *to, unsigned size, const char *text) {
    uint64_t bits = 0;
    if (text[0] == '0' && (text[1] == 'f' || text[1] == 'd' || text[1] == 'F' || text[1] == 'D'))
        bits = strtoull(text + 2, NULL, 16);
    else bits = *text == '-' ? (uint64_t)strtoll(text, NULL, 0) : strtoull(text, NULL, 0);
    memcpy(to, &bits, size < 8 ? size : 8);
}

/* "{1, 2, 3}" or "5"; names of other variables are not supported. */
static bool initial_values(PtxModule *module, uint32_t line, const char *text, unsigned size,
                           PtxVariable *variable) {
    variable->initial = ptx_allocate(module, variable->size ? variable->size : 1);
    size_t offset = 0;
    while (*text) {
        text += strspn(text, "{}, \t\r\n");
        if (!*text) break;
        if (!isdigit((unsigned char)*text) && *text != '-')
            return ptx_fail(module, line, "initial value %.20s not supported", text);
        if (offset + size > variable->size)
            return ptx_fail(module, line, "too many initial values");
        put_number(variable->initial + offset, size, text);
        offset += size;
        text += strcspn(text, "{}, \t\r\n");
    }
    return true;
}

bool ptx_declaration(PtxModule *module, uint32_t line, const char *text, PtxVariable *into) {
    unsigned size = 0;
    into->align = 0;
    while (*text == '.') {
        size_t length = strcspn(text, " \t\r\n");
        char word[32] = "";
        memcpy(word, text + 1, length - 1 < sizeof word ? length - 1 : sizeof word - 1);
        text += length;
        text += strspn(text, " \t\r\n");
        if (!strcmp(word, "align")) {
            into->align = (size_t)strtoull(text, NULL, 10);
            text += strspn(text, "0123456789 \t");
        } else if (ptx_type(word)) {
            size = ptx_type_size(ptx_type(word));
        } else if (!strcmp(word, "ptr")) {
            while (*text == '.' && strncmp(text, ".align", 6)) {
                text += strcspn(text, " \t\r\n");
                text += strspn(text, " \t\r\n");
            }
        } else {
            static const char *const spaces[] = {"", "global", "const", "shared", "local", "param"};
            for (PtxSpace space = SPACE_GLOBAL; space <= SPACE_PARAM; space++)
                if (!strcmp(word, spaces[space])) into->space = space;
        }
    }
    if (!size) return ptx_fail(module, line, "a declaration without a type");
    if (!into->align) into->align = size;
    size_t length = strcspn(text, "[= \t\r\n");
    into->name = ptx_copy(module, text, length);
    text += length;
    into->size = size;
    for (text += strspn(text, " \t\r\n"); *text == '['; text += strcspn(text, "]") + 1)
        into->size *= (size_t)strtoull(text + 1, NULL, 10);
    text += strspn(text, " \t\r\n=");
    return !*text || initial_values(module, line, text, size, into);
}

static bool module_variable(Parser *parser, char *first) {
    char end;
    char *rest = take_until(parser, ";", &end);
    size_t size = strlen(first) + strlen(rest) + 2;
    char *text = ptx_allocate(parser->module, size);
    snprintf(text, size, "%s %s", first, rest);
    PtxVariable *variable = ptx_allocate(parser->module, sizeof *variable);
    if (!ptx_declaration(parser->module, parser->line, text, variable)) return false;
    variable->next = parser->module->variables;
    parser->module->variables = variable;
    return true;
}

/* --- functions --------------------------------------------------------------------------- */

/* ".param .align 8 .b8 name[56], ..." up to the closing bracket. */
static bool parameter_list(Parser *parser, PtxParameter **list, int *count) {
    char end = ',';
    size_t offset = 0;
    *list = ptx_allocate(parser->module, 256 * sizeof **list);
    *count = 0;
    while (end == ',') {
        char *text = take_until(parser, ",)", &end);
        if (!*text) break;
        PtxVariable variable = {0};
        if (*count == 256) return ptx_fail(parser->module, parser->line, "too many parameters");
        if (!ptx_declaration(parser->module, parser->line, text, &variable)) return false;
        offset = (offset + variable.align - 1) / variable.align * variable.align;
        (*list)[(*count)++] = (PtxParameter){variable.name, variable.size, variable.align, offset};
        offset += variable.size;
    }
    return true;
}

static PtxStatement *add_statement(Parser *parser, PtxFunction *function, size_t *room) {
    if (function->nstatements == *room) {
        *room = *room ? *room * 2 : 64;
        PtxStatement *more = ptx_allocate(parser->module, *room * sizeof *more);
        if (function->nstatements)
            memcpy(more, function->statements, function->nstatements * sizeof *more);
        function->statements = more;
    }
    PtxStatement *statement = &function->statements[function->nstatements++];
    skip_spaces(parser);
    statement->line = parser->line;
    return statement;
}

static void skip_to_end_of_line(Parser *parser) {
    while (*parser->at && *parser->at != '\n') parser->at++;
}

/* "@%p1 bra $L1;": the guard, the opcode and its operands. */
static bool instruction(Parser *parser, PtxStatement *statement) {
    char end = 0;
    statement->kind = STATEMENT_CODE;
    if (*parser->at == '@') {
        parser->at++;
        statement->guard_not = *parser->at == '!';
        parser->at += statement->guard_not;
        statement->guard = take_word(parser);
        skip_spaces(parser);
    }
    char *start = parser->at;
    while (is_word(*parser->at) || *parser->at == ':') parser->at++;
    statement->opcode = ptx_copy(parser->module, start, (size_t)(parser->at - start));
    if (!*statement->opcode)
        return ptx_fail(parser->module, parser->line, "no instruction: %.20s", start);
    while (end != ';') {
        char *operand = take_until(parser, ",;", &end);
        if (!end) return ptx_fail(parser->module, parser->line, "the text ends in an instruction");
        if (!*operand && end == ';') break;
        if (statement->noperands == 8)
            return ptx_fail(parser->module, statement->line, "too many operands");
        statement->operands[statement->noperands++] = operand;
    }
    return true;
}

/* Labels end in a colon; everything else in a semicolon. */
static bool is_label(const char *text) {
    while (is_word(*text)) text++;
    text += strspn(text, " \t");
    return text[0] == ':' && text[1] != ':';
}

static bool statement_of_body(Parser *parser, PtxFunction *function, size_t *room, int *depth) {
    skip_spaces(parser);
    if (!strncmp(parser->at, ".loc ", 5) || !strncmp(parser->at, ".loc\t", 5) ||
        !strncmp(parser->at, ".file", 5))
        return skip_to_end_of_line(parser), true;
    PtxStatement *statement = add_statement(parser, function, room);
    char c = *parser->at, end;
    if (c == '{' || c == '}') {
        statement->kind = c == '{' ? STATEMENT_OPEN : STATEMENT_CLOSE;
        *depth += c == '{' ? 1 : -1;
        parser->at++;
        return true;
    }
    if (c != '.' && is_label(parser->at)) {
        statement->kind = STATEMENT_LABEL;
        statement->opcode = take_word(parser);
        skip_spaces(parser);
        parser->at++;
        return true;
    }
    if (c != '.') return instruction(parser, statement);
    statement->kind = STATEMENT_DECLARE;
    statement->opcode = take_until(parser, ";", &end);
    return end == ';' || ptx_fail(parser->module, parser->line, "the text ends in a declaration");
}

static bool body(Parser *parser, PtxFunction *function) {
    size_t room = 0;
    int depth = 1;
    function->has_body = true;
    parser->at++;
    while (depth > 0) {
        skip_spaces(parser);
        if (!*parser->at) return ptx_fail(parser->module, parser->line, "a body without its end");
        if (!statement_of_body(parser, function, &room, &depth)) return false;
    }
    function->nstatements--; /* the closing brace */
    return true;
}

static PtxFunction *named_function(PtxModule *module, const char *name) {
    for (PtxFunction *function = module->functions; function; function = function->next)
        if (!strcmp(function->name, name)) return function;
    PtxFunction *function = ptx_allocate(module, sizeof *function);
    function->name = ptx_copy(module, name, strlen(name));
    function->next = module->functions;
    return module->functions = function;
}

/* ".func (.param .b64 r) name (.param .b64 a) { ... }", or a prototype that ends in a semicolon. */
static bool function(Parser *parser, bool entry) {
    PtxParameter *results = NULL, *parameters = NULL;
    int nresults = 0, nparameters = 0;
    skip_spaces(parser);
    if (*parser->at == '(') {
        parser->at++;
        if (!parameter_list(parser, &results, &nresults)) return false;
    }
    char *name = take_word(parser);
    if (!name) return ptx_fail(parser->module, parser->line, "a function without a name");
    PtxFunction *made = named_function(parser->module, name);
    skip_spaces(parser);
    if (*parser->at == '(') {
        parser->at++;
        if (!parameter_list(parser, &parameters, &nparameters)) return false;
    }
    made->entry = entry;
    made->results = results;
    made->nresults = nresults;
    made->parameters = parameters;
    made->nparameters = nparameters;
    for (;;) {
        skip_spaces(parser);
        if (*parser->at == '{') return body(parser, made);
        char *word = take_word(parser);
        if (!word) return ptx_fail(parser->module, parser->line, "function %s has no end", name);
        if (!strcmp(word, ";")) return true;
        if (!strcmp(word, ".maxntid")) {
            char *number = take_word(parser);
            made->max_threads = number ? (uint32_t)strtoul(number, NULL, 10) : 0;
        }
    }
}

static bool directive(Parser *parser, char *word) {
    static const char *const linkage[] = {".visible", ".extern", ".weak", ".common"};
    for (size_t i = 0; i < sizeof linkage / sizeof *linkage; i++)
        if (!strcmp(word, linkage[i])) return true;
    if (!strcmp(word, ".entry") || !strcmp(word, ".func")) return function(parser, word[1] == 'e');
    if (!strcmp(word, ".version") || !strcmp(word, ".target") || !strcmp(word, ".address_size") ||
        !strcmp(word, ".file"))
        return skip_to_end_of_line(parser), true;
    if (!strcmp(word, ".section")) {
        char end;
        take_until(parser, "{", &end);
        take_until(parser, "}", &end);
        return true;
    }
    if (!strcmp(word, ".global") || !strcmp(word, ".const") || !strcmp(word, ".shared"))
        return module_variable(parser, word);
    return ptx_fail(parser->module, parser->line, "%s not supported", word);
}

PtxModule *ptx_parse(const char *text) {
    PtxModule *module = calloc(1, sizeof *module);
    if (!module) return NULL;
    module->source = ptx_copy(module, text, strlen(text));
    module->text = ptx_copy(module, text, strlen(text));
    find_lines(module);
    remove_comments(module->text);
    Parser parser = {module, module->text, 1};
    for (char *word; (word = take_word(&parser));)
        if (!directive(&parser, word)) break;
    return module;
}
