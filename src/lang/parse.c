/* Text to Program: drives the lexer and the parser, and words what the parser
 * refuses. Constructors word their own errors. The parser is asked which
 * tokens it would have taken, so messages follow the grammar by themselves;
 * only what people often get wrong, and Python that the language does not
 * have, is told case by case. */
#include <stdio.h>
#include <string.h>

#include "../base/text.h"
#include "build.h"
#include "parser.h"
#include "resolve.h"

/* What lemon makes of grammar/parser.y. */
void grammarInit(void *parser, AstBuilder *b);
void grammar(void *parser, int kind, Token token);
size_t grammar_size(void);
bool grammar_accepts(const void *parser, int kind);

typedef struct Parse {
    AstBuilder b;
    Lexer lexer;
    void *parser;   /* lemon's */
    Token token;    /* the newest */
    Token previous; /* the one before it */
    Token first;    /* the first of its statement */
    Token opener;   /* the first of the last compound statement's clause */
} Parse;

/* --- the text as bytes ------------------------------------------------------------ */

static ArrStatus check_bytes(Base *base, uint32_t source, const char *text, int64_t length) {
    for (int64_t i = 0; i < length;) {
        const unsigned char *p = (const unsigned char *)text + i;
        Span span = {source, (uint32_t)i, (uint32_t)i + 1};
        if (*p == 0)
            return error_set_at(base, span, ERROR_SYNTAX, "source code cannot contain null bytes");
        int step = utf8_length(text + i, length - i);
        if (!step) return error_set_at(base, span, ERROR_SYNTAX, "invalid UTF-8: byte 0x%02x", *p);
        i += step;
    }
    return ARR_OK;
}

/* --- what was found ---------------------------------------------------------------- */

static int text_of(const Parse *p, Token token, const char **text) {
    *text = p->b.text + token.start;
    return (int)(token.end - token.start);
}

static bool is_text(const Parse *p, Token token, const char *word) {
    const char *text;
    int length = text_of(p, token, &text);
    return (size_t)length == strlen(word) && !memcmp(text, word, (size_t)length);
}

static void describe_found(const Parse *p, char *out, size_t size) {
    const char *text;
    int length = text_of(p, p->token, &text);
    switch (p->token.kind) {
    case 0: snprintf(out, size, "the end of the text"); break;
    case TOKEN_NEWLINE: snprintf(out, size, "the end of the line"); break;
    case TOKEN_DEDENT: snprintf(out, size, "the end of the block"); break;
    case TOKEN_STRING: snprintf(out, size, "a string"); break;
    default:
        if (length > 40) snprintf(out, size, "'%.37s...'", text);
        else snprintf(out, size, "'%.*s'", length, text);
    }
}

/* Whether a token of this kind can begin an expression, and, where one was
 * complete, does not go on with it. */
static bool begins_operand(int kind) {
    switch (kind) {
    case TOKEN_NAME:
    case TOKEN_NUMBER:
    case TOKEN_STRING:
    case TOKEN_NONE:
    case TOKEN_TRUE:
    case TOKEN_FALSE:
    case TOKEN_ELLIPSIS:
    case TOKEN_LAMBDA:
    case TOKEN_LBRACE:
    case TOKEN_TILDE: return true;
    default: return false;
    }
}

static bool ends_operand(int kind) {
    return (begins_operand(kind) && kind != TOKEN_LAMBDA && kind != TOKEN_TILDE &&
            kind != TOKEN_LBRACE) ||
           kind == TOKEN_RPAREN || kind == TOKEN_RBRACKET || kind == TOKEN_RBRACE;
}

/* --- what was expected -------------------------------------------------------------- */

static const struct Expectation {
    int kind;
    const char *words;
} expectations[] = {
    /* the first that is accepted says it all */
    {TOKEN_PASS, "a statement"},
    {TOKEN_NUMBER, "an expression"},
    {TOKEN_NAME, "a name"},
    /* of these, all that are accepted */
    {TOKEN_LPAREN, "'('"},
    {TOKEN_COMMA, "','"},
    {TOKEN_RPAREN, "')'"},
    {TOKEN_RBRACKET, "']'"},
    {TOKEN_RBRACE, "'}'"},
    {TOKEN_EQUALS, "'='"},
    {TOKEN_IN, "'in'"},
    {TOKEN_IMPORT, "'import'"},
    {TOKEN_COLON, "':'"},
    {TOKEN_NEWLINE, "the end of the line"},
};

enum { WHOLE_EXPECTATIONS = 3, EXPECTATIONS = sizeof expectations / sizeof *expectations };

/* In a[] and a[i,,j] the parser has already taken the hole for the start of a slice. */
static bool lacks_subscript(const Parse *p) {
    return (p->previous.kind == TOKEN_LBRACKET || p->previous.kind == TOKEN_COMMA) &&
           (p->token.kind == TOKEN_RBRACKET || p->token.kind == TOKEN_COMMA) &&
           grammar_accepts(p->parser, TOKEN_COLON);
}

static void describe_expected(const Parse *p, char *out, size_t size) {
    const char *words[EXPECTATIONS];
    int count = 0;
    if (lacks_subscript(p)) {
        snprintf(out, size, "an expression");
        return;
    }
    for (int i = 0; i < EXPECTATIONS; i++) {
        if (!grammar_accepts(p->parser, expectations[i].kind)) continue;
        words[count++] = expectations[i].words;
        if (i < WHOLE_EXPECTATIONS) break;
    }
    size_t at = 0;
    out[0] = 0;
    for (int i = 0; i < count && at < size; i++) {
        const char *joint = i == 0 ? "" : i == count - 1 ? " or " : ", ";
        at += (size_t)snprintf(out + at, size - at, "%s%s", joint, words[i]);
    }
}

/* --- the words of errors ------------------------------------------------------------ */

static const char *refused_construct(int kind) {
    switch (kind) {
    case TOKEN_ASYNC: return "async functions and statements";
    case TOKEN_AWAIT: return "await expressions";
    case TOKEN_CLASS: return "class definitions";
    case TOKEN_YIELD: return "yield expressions";
    case TOKEN_WALRUS: return "assignment expressions (':=')";
    default: return NULL;
    }
}

static Span token_span(const Parse *p) {
    return ast_span(&p->b, p->token.start, p->token.end);
}

static void fail_at_token(Parse *p, ErrorClass class, const char *message) {
    p->b.status = error_set_at(p->b.base, token_span(p), class, "%s", message);
}

/* A block is missing: incomplete where the text ends. */
static void fail_missing_block(Parse *p) {
    const char *word;
    int length = text_of(p, p->opener, &word);
    long long line = (long long)lexer_line(&p->lexer, p->opener.start);
    bool at_end = p->lexer.text + p->token.start == p->lexer.end;
    Span span = at_end ? ast_span(&p->b, p->opener.start, p->opener.end) : token_span(p);
    if (p->opener.kind == TOKEN_DEF)
        p->b.status =
            error_set_at(p->b.base, span, ERROR_INDENTATION,
                         "expected an indented block after function definition on line %lld", line);
    else
        p->b.status = error_set_at(p->b.base, span, ERROR_INDENTATION,
                                   "expected an indented block after '%.*s' statement on line %lld",
                                   length, word, line);
    if (at_end) p->b.status = ARR_INCOMPLETE;
}

/* CPython's words for frequent slips; NULL: none of them. */
static const char *frequent_slip(const Parse *p) {
    int found = p->token.kind;
    bool juxtaposed = ends_operand(p->previous.kind) && begins_operand(found);
    bool second = p->previous.start == p->first.start;
    if (found == TOKEN_INDENT) return "unexpected indent";
    if (found == TOKEN_NEWLINE && p->previous.kind == TOKEN_COLON && is_text(p, p->first, "match"))
        return "match statements are not supported";
    if (grammar_accepts(p->parser, TOKEN_FINALLY) && !grammar_accepts(p->parser, TOKEN_PASS))
        return "expected 'except' or 'finally' block";
    if (juxtaposed && second && is_text(p, p->previous, "print"))
        return "Missing parentheses in call to 'print'. Did you mean print(...)?";
    if (juxtaposed && second && is_text(p, p->previous, "match"))
        return "match statements are not supported";
    if (grammar_accepts(p->parser, TOKEN_ELSE) && !grammar_accepts(p->parser, TOKEN_PASS))
        return "expected 'else' after 'if' expression";
    if (found == TOKEN_EQUALS && ends_operand(p->previous.kind))
        return "invalid syntax. Maybe you meant '==' instead of '='?";
    if (juxtaposed && p->lexer.bracket_count) return "invalid syntax. Perhaps you forgot a comma?";
    if (grammar_accepts(p->parser, TOKEN_COLON) && !p->lexer.bracket_count && !lacks_subscript(p) &&
        !grammar_accepts(p->parser, TOKEN_NUMBER) && !grammar_accepts(p->parser, TOKEN_NAME))
        return "expected ':'";
    return NULL;
}

/* The bracket that the error stands in may be the slip itself: a ')' forgotten
 * on an earlier line. CPython reads on to the end to find out; so does this. */
static bool fail_unclosed(Parse *p) {
    if (!p->lexer.bracket_count) return false;
    struct LexerBracket bracket = p->lexer.brackets[p->lexer.bracket_count - 1];
    if (lexer_line(&p->lexer, bracket.start) == lexer_line(&p->lexer, p->token.start)) return false;
    while (p->lexer.status == ARR_OK && lexer_next(&p->lexer).kind) {}
    if (p->lexer.status != ARR_INCOMPLETE || p->b.base->error.span.start != bracket.start)
        return false;
    p->b.status = ARR_SYNTAX;
    return true;
}

static void fail_unexpected(Parse *p) {
    const char *construct = refused_construct(p->token.kind);
    if (construct) {
        ast_refuse(&p->b, p->token, construct);
        return;
    }
    if (grammar_accepts(p->parser, TOKEN_INDENT)) {
        fail_missing_block(p);
        return;
    }
    if (p->lexer.text + p->token.start == p->lexer.end &&
        grammar_accepts(p->parser, TOKEN_FINALLY)) { /* nothing or a DEDENT is left */
        fail_at_token(p, ERROR_SYNTAX, "expected 'except' or 'finally' block");
        p->b.status = ARR_INCOMPLETE;
        return;
    }
    const char *slip = frequent_slip(p);
    if (fail_unclosed(p)) return;
    if (slip) {
        fail_at_token(p, p->token.kind == TOKEN_INDENT ? ERROR_INDENTATION : ERROR_SYNTAX, slip);
        return;
    }
    char found[64], expected[160];
    describe_found(p, found, sizeof found);
    describe_expected(p, expected, sizeof expected);
    p->b.status = error_set_at(
        p->b.base, token_span(p), ERROR_SYNTAX, "invalid syntax: found %s%s%s%s", found,
        expected[0] ? " where " : "", expected, expected[0] ? " was expected" : "");
}

/* --- the drive ---------------------------------------------------------------------- */

static bool begins_clause(int kind) {
    return kind == TOKEN_IF || kind == TOKEN_ELIF || kind == TOKEN_ELSE || kind == TOKEN_WHILE ||
           kind == TOKEN_FOR || kind == TOKEN_DEF || kind == TOKEN_TRY || kind == TOKEN_EXCEPT ||
           kind == TOKEN_FINALLY || kind == TOKEN_WITH;
}

static bool ends_statement(int kind) {
    return kind == 0 || kind == TOKEN_NEWLINE || kind == TOKEN_INDENT || kind == TOKEN_DEDENT ||
           kind == TOKEN_SEMICOLON;
}

static void next_token(Parse *p) {
    p->previous = p->token;
    p->token = lexer_next(&p->lexer);
    p->b.status = p->lexer.status;
    if (!ends_statement(p->previous.kind)) return;
    p->first = p->token;
    if (begins_clause(p->token.kind)) p->opener = p->token;
}

static void begin(Parse *p, int first) {
    grammarInit(p->parser, &p->b);
    if (first) grammar(p->parser, first, p->token);
}

static ArrStatus run(Parse *p) {
    do {
        next_token(p);
        if (p->b.status) return p->b.status;
        grammar(p->parser, p->token.kind, p->token);
        if (p->b.status) return p->b.status;
        if (p->b.failure == AST_UNEXPECTED_TOKEN) fail_unexpected(p);
        if (p->b.failure == AST_STACK_FULL) fail_at_token(p, ERROR_SYNTAX, "nested too deeply");
    } while (p->token.kind && !p->b.status);
    return p->b.status;
}

static ArrStatus parse_and_resolve(Parse *p, Globals *globals, Program *program) {
    Heap *heap = &p->b.base->heap;
    size_t size = grammar_size();
    p->parser = heap_alloc(heap, size);
    if (!p->parser) return error_memory(p->b.base, (int64_t)size, "the parser");
    begin(p, 0);
    ArrStatus status = run(p);
    heap_free(heap, p->parser, size);
    if (status == ARR_OK) status = resolve_program(&p->b, globals);
    if (status) return status;
    AstSeq statements = p->b.body->list;
    program->body = p->b.body;
    program->ends_in_expression =
        statements.count && statements.items[statements.count - 1]->kind == AST_EXPRESSION;
    return ARR_OK;
}

/* The lexer needs a NUL behind the last byte: parse_copy()'s text is its own. */
Ast *parse_embedded(AstBuilder *b, uint32_t from, uint32_t to) {
    Parse p = {.b = *b, .token = {.start = from, .end = from}};
    char *end = (char *)(uintptr_t)(b->text + to), behind = *end;
    Heap *heap = &b->base->heap;
    size_t size = grammar_size();
    if (b->status) return NULL;
    p.parser = heap_alloc(heap, size);
    if (!p.parser) {
        b->status = error_memory(b->base, (int64_t)size, "the parser");
        return NULL;
    }
    *end = 0;
    lexer_init(&p.lexer, b->base, b->source, b->text, to);
    p.lexer.cursor = b->text + from;
    p.lexer.embedded = true;
    p.lexer.line_start = false;
    begin(&p, TOKEN_EMBEDDED);
    ArrStatus status = run(&p);
    *end = behind;
    heap_free(heap, p.parser, size);
    Ast *node = p.b.body, *body = b->body;
    *b = p.b;
    b->body = body;
    b->status = status == ARR_INCOMPLETE ? ARR_SYNTAX : status;
    return b->status ? NULL : node;
}

/* text ends in a NUL. */
static ArrStatus parse_copy(Base *base, Globals *globals, uint32_t source, const char *text,
                            int64_t length, Program **result) {
    Program *program = heap_alloc_zeroed(&base->heap, sizeof *program);
    if (!program) return error_memory(base, sizeof *program, "a program");
    program->refs = 1;
    program->globals = globals;
    arena_init(&program->arena, &base->heap);
    Parse p = {.parser = NULL};
    ast_builder_init(&p.b, base, &program->arena, source, text);
    lexer_init(&p.lexer, base, source, text, length);
    ArrStatus status = parse_and_resolve(&p, globals, program);
    ast_builder_free(&p.b);
    if (status) program_release(program);
    else *result = program;
    return status;
}

ArrStatus program_parse(Base *base, Globals *globals, uint32_t source, const char *text,
                        int64_t length, Program **program) {
    *program = NULL;
    if (length >= (int64_t)UINT32_MAX)
        return error_set_at(base, (Span){source, 0, 0}, ERROR_SYNTAX, "the text is too long");
    ArrStatus status = check_bytes(base, source, text, length);
    if (status) return status;
    char *copy = heap_alloc(&base->heap, (size_t)length + 1);
    if (!copy) return error_memory(base, length + 1, "a copy of the text");
    memcpy(copy, text, (size_t)length);
    copy[length] = 0;
    status = parse_copy(base, globals, source, copy, length, program);
    heap_free(&base->heap, copy, (size_t)length + 1);
    return status;
}
