/* What every constructor of the syntax tree uses: nodes, names, errors (see
 * build.h); and the tables and release of ast.h. */
#include "build.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <xxhash.h>

const char *const ast_operator_text[AST_OP_COUNT] = {
#define X(id, text, ufunc) [AST_OP_##id] = text,
    AST_OPERATORS(X)
#undef X
};

const char *const ast_operator_ufunc[AST_OP_COUNT] = {
#define X(id, text, ufunc) [AST_OP_##id] = ufunc,
    AST_OPERATORS(X)
#undef X
};

void program_release(Program *program) {
    if (!program || --program->refs > 0) return;
    Heap *heap = program->arena.heap;
    arena_free(&program->arena);
    heap_free(heap, program, sizeof *program);
}

void ast_builder_init(AstBuilder *b, Base *base, Arena *arena, uint32_t source, const char *text) {
    *b = (AstBuilder){.base = base, .arena = arena, .text = text, .source = source};
}

void ast_builder_free(AstBuilder *b) {
    heap_free(&b->base->heap, b->symbols, (size_t)b->symbol_capacity * sizeof(AstSymbol *));
}

/* --- errors ------------------------------------------------------------------ */

void *ast_fail(AstBuilder *b, Span span, const char *format, ...) {
    if (b->status) return NULL;
    char message[256];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    b->status = error_set_at(b->base, span, ERROR_SYNTAX, "%s", message);
    return NULL;
}

void *ast_refuse(AstBuilder *b, Token token, const char *what) {
    return ast_fail(b, ast_span(b, token.start, token.end), "%s are not supported", what);
}

const char *ast_describe(const Ast *node) {
    switch ((AstKind)node->kind) {
    case AST_NONE: return "None";
    case AST_TRUE: return "True";
    case AST_FALSE: return "False";
    case AST_ELLIPSIS: return "ellipsis";
    case AST_INT:
    case AST_FLOAT:
    case AST_IMAGINARY:
    case AST_STRING: return "literal";
    case AST_NAME: return "name";
    case AST_TUPLE: return "tuple";
    case AST_LIST: return "list";
    case AST_DICT: return "dict literal";
    case AST_GENERATOR: return "generator expression";
    case AST_LIST_COMPREHENSION: return "list comprehension";
    case AST_DICT_COMPREHENSION: return "dict comprehension";
    case AST_FSTRING: return "f-string expression";
    case AST_STARRED: return "starred";
    case AST_COMPARE: return "comparison";
    case AST_CONDITIONAL: return "conditional expression";
    case AST_LAMBDA: return "lambda";
    case AST_CALL: return "function call";
    case AST_ATTRIBUTE: return "attribute";
    case AST_SUBSCRIPT: return "subscript";
    default: return "expression";
    }
}

/* --- nodes ------------------------------------------------------------------- */

void *ast_alloc(AstBuilder *b, size_t size) {
    if (b->status) return NULL;
    void *p = arena_alloc(b->arena, size);
    if (!p) b->status = error_memory(b->base, (int64_t)size, "the syntax tree");
    return p;
}

#define PAYLOAD(member) sizeof(((Ast *)0)->member)

/* A list of a million numbers should not pay for the fields of an import. */
static size_t payload_size(AstKind kind) {
    switch (kind) {
    case AST_INT:
    case AST_STRING: return PAYLOAD(text);
    case AST_FLOAT:
    case AST_IMAGINARY: return PAYLOAD(number);
    case AST_NONE:
    case AST_TRUE:
    case AST_FALSE:
    case AST_ELLIPSIS:
    case AST_BREAK:
    case AST_CONTINUE:
    case AST_PASS: return 0;
    case AST_NAME: return PAYLOAD(name);
    case AST_UNARY:
    case AST_NOT:
    case AST_STARRED:
    case AST_EXPRESSION:
    case AST_DECLARE:
    case AST_RETURN: return PAYLOAD(a);
    case AST_TUPLE:
    case AST_LIST:
    case AST_DICT:
    case AST_FSTRING:
    case AST_DELETE:
    case AST_GLOBAL:
    case AST_NONLOCAL:
    case AST_BLOCK: return PAYLOAD(list);
    case AST_GENERATOR:
    case AST_LIST_COMPREHENSION:
    case AST_DICT_COMPREHENSION: return PAYLOAD(comprehension);
    case AST_TRY: return PAYLOAD(attempt);
    case AST_WITH:
    case AST_HANDLER: return PAYLOAD(handler);
    case AST_COMPARE: return PAYLOAD(compare);
    case AST_LAMBDA:
    case AST_DEF: return PAYLOAD(function);
    case AST_CALL: return PAYLOAD(call);
    case AST_ATTRIBUTE: return PAYLOAD(attribute);
    case AST_ASSIGN: return PAYLOAD(assign);
    case AST_IF:
    case AST_WHILE: return PAYLOAD(branch);
    case AST_FOR: return PAYLOAD(loop);
    case AST_IMPORT:
    case AST_FROM_IMPORT: return PAYLOAD(import);
    default: return 3 * sizeof(Ast *); /* .a .b .c */
    }
}

Ast *ast_new(AstBuilder *b, AstKind kind, uint32_t start, uint32_t end) {
    Ast *node = ast_alloc(b, offsetof(Ast, integer) + payload_size(kind));
    if (!node) return NULL;
    node->kind = (uint8_t)kind;
    node->depth = 1;
    node->span = ast_span(b, start, end);
    return node;
}

Ast *ast_over(AstBuilder *b, Ast *parent, const Ast *child) {
    if (b->status) return NULL;
    if (!child || child->depth < parent->depth) return parent;
    if (child->depth >= AST_DEPTH_LIMIT)
        return ast_fail(b, parent->span, "nested too deeply (limit %d)", AST_DEPTH_LIMIT);
    parent->depth = (uint16_t)(child->depth + 1);
    return parent;
}

void *ast_grow(AstBuilder *b, void *items, int32_t count, int32_t *capacity, size_t size) {
    if (count < *capacity) return items;
    if (*capacity > INT32_MAX / 2) {
        b->status = error_memory(b->base, INT64_MAX, "the syntax tree");
        return NULL;
    }
    int32_t wanted = *capacity ? *capacity * 2 : 4;
    void *grown = ast_alloc(b, (size_t)wanted * size);
    if (!grown) return NULL;
    if (count) memcpy(grown, items, (size_t)count * size);
    *capacity = wanted;
    return grown;
}

bool ast_seq_append(AstBuilder *b, AstSeq *seq, Ast *item) {
    if (b->status) return false;
    Ast **items = ast_grow(b, seq->items, seq->count, &seq->capacity, sizeof *items);
    if (!items) return false;
    seq->items = items;
    items[seq->count++] = item;
    return true;
}

/* --- names ------------------------------------------------------------------- */

/* The place of a name in the table: its symbol, or the hole where it belongs. */
static AstSymbol **find_symbol(AstSymbol **symbols, int64_t capacity, uint64_t hash,
                               const char *bytes, int64_t length) {
    int64_t mask = capacity - 1;
    int64_t i = (int64_t)(hash & (uint64_t)mask);
    for (; symbols[i]; i = (i + 1) & mask) {
        AstSymbol *s = symbols[i];
        if (s->hash == hash && s->length == length && !memcmp(s->bytes, bytes, (size_t)length))
            break;
    }
    return &symbols[i];
}

/* Keeps the table at most half full. */
static bool grow_symbols(AstBuilder *b) {
    if (b->symbol_count * 2 < b->symbol_capacity) return true;
    int64_t wanted = b->symbol_capacity ? b->symbol_capacity * 2 : 64;
    size_t size = (size_t)wanted * sizeof(AstSymbol *);
    AstSymbol **grown = heap_alloc_zeroed(&b->base->heap, size);
    if (!grown) {
        b->status = error_memory(b->base, (int64_t)size, "the table of names");
        return false;
    }
    for (int64_t i = 0; i < b->symbol_capacity; i++) {
        AstSymbol *s = b->symbols[i];
        if (s) *find_symbol(grown, wanted, s->hash, s->bytes, s->length) = s;
    }
    ast_builder_free(b);
    b->symbols = grown;
    b->symbol_capacity = wanted;
    return true;
}

AstText ast_intern(AstBuilder *b, const char *bytes, int64_t length) {
    if (b->status || !grow_symbols(b)) return (AstText){0};
    uint64_t hash = XXH3_64bits(bytes, (size_t)length);
    AstSymbol **place = find_symbol(b->symbols, b->symbol_capacity, hash, bytes, length);
    if (!*place) {
        AstSymbol *symbol = ast_alloc(b, sizeof *symbol + (size_t)length + 1);
        if (!symbol) return (AstText){0};
        symbol->global_slot = -1;
        symbol->hash = hash;
        symbol->length = length;
        memcpy(symbol->bytes, bytes, (size_t)length);
        *place = symbol;
        b->symbol_count++;
    }
    return (AstText){(*place)->bytes, length};
}

/* --- children ----------------------------------------------------------------- */

typedef void (*VisitFn)(void *user, const Ast *child);

static void visit_all(const AstSeq *seq, VisitFn visit, void *user) {
    for (int32_t i = 0; i < seq->count; i++) visit(user, seq->items[i]);
}

static void visit_some(Ast *const nodes[], int count, VisitFn visit, void *user) {
    for (int i = 0; i < count; i++)
        if (nodes[i]) visit(user, nodes[i]);
}

static void function_children(const AstFunction *function, VisitFn visit, void *user) {
    for (int32_t i = 0; i < function->parameters->count; i++)
        if (function->parameters->items[i].default_value)
            visit(user, function->parameters->items[i].default_value);
    visit(user, function->body);
}

static void comprehension_children(const AstComprehension *c, VisitFn visit, void *user) {
    Ast *const elements[] = {c->element, c->value};
    visit_some(elements, 2, visit, user);
    for (int32_t i = 0; i < c->count; i++) {
        Ast *const clause[] = {c->clauses[i].target, c->clauses[i].value};
        visit_some(clause, 2, visit, user);
    }
}

static void call_children(const Ast *node, VisitFn visit, void *user) {
    visit(user, node->call.callee);
    for (int32_t i = 0; i < node->call.arguments->count; i++)
        visit(user, node->call.arguments->items[i].value);
}

void ast_children(const Ast *node, VisitFn visit, void *user) {
    switch ((AstKind)node->kind) {
    case AST_INT:
    case AST_FLOAT:
    case AST_IMAGINARY:
    case AST_STRING:
    case AST_NONE:
    case AST_TRUE:
    case AST_FALSE:
    case AST_ELLIPSIS:
    case AST_NAME:
    case AST_BREAK:
    case AST_CONTINUE:
    case AST_PASS:
    case AST_IMPORT:
    case AST_FROM_IMPORT: return;
    case AST_UNARY:
    case AST_NOT:
    case AST_STARRED:
    case AST_EXPRESSION:
    case AST_DECLARE:
    case AST_RETURN: visit_some(&node->a, 1, visit, user); return;
    case AST_TUPLE:
    case AST_LIST:
    case AST_DICT:
    case AST_FSTRING:
    case AST_DELETE:
    case AST_GLOBAL:
    case AST_NONLOCAL:
    case AST_BLOCK: visit_all(&node->list, visit, user); return;
    case AST_COMPARE:
        visit(user, node->compare.first);
        visit_all(&node->compare.rest, visit, user);
        return;
    case AST_LAMBDA:
    case AST_DEF: function_children(node->function, visit, user); return;
    case AST_GENERATOR:
    case AST_LIST_COMPREHENSION:
    case AST_DICT_COMPREHENSION: comprehension_children(node->comprehension, visit, user); return;
    case AST_CALL: call_children(node, visit, user); return;
    case AST_ATTRIBUTE: visit(user, node->attribute.object); return;
    case AST_ASSIGN:
        visit_all(&node->assign.targets, visit, user);
        visit(user, node->assign.value);
        return;
    case AST_IF:
    case AST_WHILE: {
        Ast *const parts[] = {node->branch.condition, node->branch.body, node->branch.orelse};
        visit_some(parts, 3, visit, user);
        return;
    }
    case AST_FOR: {
        Ast *const parts[] = {node->loop.iterable, node->loop.target, node->loop.body, node->loop.orelse};
        visit_some(parts, 4, visit, user);
        return;
    }
    case AST_TRY: {
        Ast *const parts[] = {node->attempt.orelse, node->attempt.final};
        visit(user, node->attempt.body);
        visit_all(&node->attempt.handlers, visit, user);
        visit_some(parts, 2, visit, user);
        return;
    }
    case AST_WITH:
    case AST_HANDLER: {
        Ast *const parts[] = {node->handler.type, node->handler.body};
        visit_some(parts, 2, visit, user);
        return;
    }
    default: visit_some(&node->a, 3, visit, user); /* .a .b .c */
    }
}
