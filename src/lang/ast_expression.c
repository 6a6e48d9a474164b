/* Constructors of expressions (see build.h). */
#include "build.h"

#include <string.h>

#include "literal.h"

Token ast_operator(Token first, Token last, AstOperator op) {
    first.end = last.end;
    first.op = (uint8_t)op;
    return first;
}

/* --- atoms ------------------------------------------------------------------- */

Ast *ast_constant(AstBuilder *b, AstKind kind, Token token) {
    return ast_new(b, kind, token.start, token.end);
}

static Ast *fail_literal(AstBuilder *b, Token token, LiteralError error) {
    return ast_fail(b, ast_span(b, token.start + error.start, token.start + error.end), "%s",
                    error.message);
}

Ast *ast_number(AstBuilder *b, Token token) {
    int64_t length = token.end - token.start;
    char *scratch = ast_alloc(b, (size_t)length + 1);
    Ast *node = ast_new(b, AST_INT, token.start, token.end);
    if (!node) return NULL;
    LiteralError error = literal_number(b->text + token.start, length, scratch, node);
    return error.message ? fail_literal(b, token, error) : node;
}

static bool has_prefix_f(const char *text) {
    return (text[0] | 0x20) == 'f' || ((text[0] | 0x20) == 'r' && (text[1] | 0x20) == 'f');
}

Ast *ast_string(AstBuilder *b, Token token) {
    if (has_prefix_f(b->text + token.start)) return ast_fstring(b, token);
    int64_t length = token.end - token.start, count;
    char *bytes = ast_alloc(b, (size_t)length + 1);
    Ast *node = ast_new(b, AST_STRING, token.start, token.end);
    if (!node) return NULL;
    LiteralError error = literal_string(b->text + token.start, length, bytes, &count);
    if (error.message) return fail_literal(b, token, error);
    node->text = (AstText){bytes, count};
    return node;
}

/* Adjacent strings are gathered first and joined once: joining each would take
 * quadratic time. */
Ast *ast_string_append(AstBuilder *b, Ast *strings, Token token) {
    if (b->status) return NULL;
    if (strings->kind != AST_TUPLE) {
        Ast *list = ast_new(b, AST_TUPLE, strings->span.start, strings->span.end);
        strings = ast_append(b, list, strings);
    }
    return ast_append(b, strings, ast_string(b, token));
}

/* Strings among which an f-string is: one f-string of all their pieces. */
static Ast *join_fstrings(AstBuilder *b, const Ast *strings) {
    Ast *node = ast_new(b, AST_FSTRING, strings->span.start, strings->span.end);
    for (int32_t i = 0; i < strings->list.count && node; i++) {
        Ast *item = strings->list.items[i];
        if (item->kind == AST_STRING) node = ast_append(b, node, item);
        for (int32_t k = 0; item->kind == AST_FSTRING && k < item->list.count && node; k++)
            node = ast_append(b, node, item->list.items[k]);
    }
    if (node) node->span = strings->span;
    return node;
}

Ast *ast_string_join(AstBuilder *b, Ast *strings) {
    if (b->status || strings->kind != AST_TUPLE) return b->status ? NULL : strings;
    const AstSeq *list = &strings->list;
    for (int32_t i = 0; i < list->count; i++)
        if (list->items[i]->kind == AST_FSTRING) return join_fstrings(b, strings);
    int64_t length = 0;
    for (int32_t i = 0; i < list->count; i++) length += list->items[i]->text.length;
    Ast *node = ast_new(b, AST_STRING, strings->span.start, strings->span.end);
    char *bytes = ast_alloc(b, (size_t)length + 1);
    if (!bytes) return NULL;
    node->text = (AstText){bytes, length};
    for (int32_t i = 0; i < list->count; i++) {
        AstText piece = list->items[i]->text;
        memcpy(bytes, piece.bytes, (size_t)piece.length);
        bytes += piece.length;
    }
    return node;
}

Ast *ast_name(AstBuilder *b, Token token) {
    AstText text = ast_intern_token(b, token);
    Ast *node = ast_new(b, AST_NAME, token.start, token.end);
    if (node) node->name.text = text;
    return node;
}

/* --- brackets and commas ------------------------------------------------------ */

Ast *ast_parenthesised(AstBuilder *b, Token open, Ast *inner, Token close) {
    if (b->status) return NULL;
    if (inner && inner->kind == AST_STARRED)
        return ast_fail(b, inner->span, "cannot use starred expression here");
    if (!inner) inner = ast_new(b, AST_TUPLE, open.start, close.end);
    if (!inner) return NULL;
    inner->parenthesised = true;
    inner->span = ast_span(b, open.start, close.end);
    return inner;
}

Ast *ast_list(AstBuilder *b, Token open, Ast *items, Token close) {
    if (b->status) return NULL;
    if (items && items->kind == AST_TUPLE && !items->parenthesised) {
        items->kind = AST_LIST;
        items->span = ast_span(b, open.start, close.end);
        return items;
    }
    Ast *list = ast_new(b, AST_LIST, open.start, close.end);
    if (items) list = ast_append(b, list, items);
    if (list) list->span.end = close.end;
    return list;
}

Ast *ast_tuple(AstBuilder *b, Ast *first, Token comma) {
    if (b->status) return NULL;
    Ast *tuple = ast_new(b, AST_TUPLE, first->span.start, first->span.end);
    return ast_comma(b, ast_append(b, tuple, first), comma);
}

Ast *ast_append(AstBuilder *b, Ast *sequence, Ast *item) {
    if (b->status || !ast_seq_append(b, &sequence->list, item)) return NULL;
    if (item->kind == AST_STARRED) sequence->op = 1;
    sequence->span.end = item->span.end;
    return ast_over(b, sequence, item);
}

Ast *ast_starred(AstBuilder *b, Token star, Ast *value) {
    if (b->status) return NULL;
    Ast *node = ast_new(b, AST_STARRED, star.start, value->span.end);
    if (!node) return NULL;
    node->a = value;
    return ast_over(b, node, value);
}

Ast *ast_pair(AstBuilder *b, Ast *pairs, Ast *key, Ast *value) {
    return ast_append(b, ast_append(b, pairs, key), value);
}

/* The pairs are gathered in a block: it has the same payload. */
Ast *ast_dict(AstBuilder *b, Token open, Ast *pairs, Token close) {
    if (b->status) return NULL;
    pairs->kind = AST_DICT;
    pairs->span = ast_span(b, open.start, close.end);
    return pairs;
}

Ast *ast_comma(AstBuilder *b, Ast *tuple, Token comma) {
    if (b->status) return NULL;
    tuple->span.end = comma.end;
    return tuple;
}

/* --- operators ----------------------------------------------------------------- */

static AstOperator unary_operator(uint8_t op) {
    return op == AST_OP_ADD ? AST_OP_POSITIVE : op == AST_OP_SUBTRACT ? AST_OP_NEGATIVE : op;
}

Ast *ast_unary(AstBuilder *b, Token op, Ast *a) {
    if (b->status) return NULL;
    Ast *node = ast_new(b, AST_UNARY, op.start, a->span.end);
    if (!node) return NULL;
    node->op = (uint8_t)unary_operator(op.op);
    node->a = a;
    return ast_over(b, node, a);
}

Ast *ast_not(AstBuilder *b, Token op, Ast *a) {
    if (b->status) return NULL;
    Ast *node = ast_new(b, AST_NOT, op.start, a->span.end);
    if (!node) return NULL;
    node->a = a;
    return ast_over(b, node, a);
}

static Ast *two_operands(AstBuilder *b, AstKind kind, Ast *left, Ast *right) {
    if (b->status) return NULL;
    Ast *node = ast_new(b, kind, left->span.start, right->span.end);
    if (!node) return NULL;
    node->a = left;
    node->b = right;
    return ast_over(b, ast_over(b, node, left), right);
}

Ast *ast_binary(AstBuilder *b, Ast *left, Token op, Ast *right) {
    Ast *node = two_operands(b, AST_BINARY, left, right);
    if (node) node->op = op.op;
    return node;
}

Ast *ast_logical(AstBuilder *b, AstKind kind, Ast *left, Ast *right) {
    return two_operands(b, kind, left, right);
}

static Ast *compare_begin(AstBuilder *b, Ast *first) {
    Ast *node = ast_new(b, AST_COMPARE, first->span.start, first->span.end);
    if (!node) return NULL;
    node->compare.first = first;
    return ast_over(b, node, first);
}

Ast *ast_compare(AstBuilder *b, Ast *left, Token op, Ast *right) {
    if (b->status) return NULL;
    bool chained = left->kind == AST_COMPARE && !left->parenthesised;
    Ast *node = chained ? left : compare_begin(b, left);
    if (!node) return NULL;
    AstSeq *rest = &node->compare.rest;
    int32_t capacity = rest->capacity; /* of ops too: both grow at once */
    uint8_t *ops = ast_grow(b, node->compare.ops, rest->count, &capacity, sizeof *ops);
    if (!ops || !ast_seq_append(b, rest, right)) return NULL;
    ops[rest->count - 1] = op.op;
    node->compare.ops = ops;
    node->span.end = right->span.end;
    return ast_over(b, node, right);
}

Ast *ast_conditional(AstBuilder *b, Ast *value, Ast *condition, Ast *otherwise) {
    if (b->status) return NULL;
    Ast *node = ast_new(b, AST_CONDITIONAL, value->span.start, otherwise->span.end);
    if (!node) return NULL;
    node->a = value;
    node->b = condition;
    node->c = otherwise;
    return ast_over(b, ast_over(b, ast_over(b, node, value), condition), otherwise);
}

/* --- attributes, subscripts, calls --------------------------------------------- */

Ast *ast_attribute(AstBuilder *b, Ast *object, Token name) {
    if (b->status) return NULL;
    AstText text = ast_intern_token(b, name);
    Ast *node = ast_new(b, AST_ATTRIBUTE, object->span.start, name.end);
    if (!node) return NULL;
    node->attribute.object = object;
    node->attribute.name = text;
    node->attribute.name_span = ast_span(b, name.start, name.end);
    return ast_over(b, node, object);
}

Ast *ast_subscript(AstBuilder *b, Ast *object, Ast *index, Token close) {
    Ast *node = two_operands(b, AST_SUBSCRIPT, object, index);
    if (node) node->span.end = close.end;
    return node;
}

Ast *ast_slice(AstBuilder *b, Ast *start, Token colon, Ast *stop) {
    if (b->status) return NULL;
    Ast *node = ast_new(b, AST_SLICE, start ? start->span.start : colon.start,
                        stop ? stop->span.end : colon.end);
    if (!node) return NULL;
    node->a = start;
    node->b = stop;
    return ast_over(b, ast_over(b, node, start), stop);
}

Ast *ast_slice_step(AstBuilder *b, Ast *slice, Token colon, Ast *step) {
    if (b->status) return NULL;
    slice->c = step;
    slice->span.end = step ? step->span.end : colon.end;
    return ast_over(b, slice, step);
}

AstArguments *ast_arguments(AstBuilder *b) {
    return ast_alloc(b, sizeof(AstArguments));
}

static AstArguments *add_argument(AstBuilder *b, AstArguments *arguments, AstArgument argument) {
    if (b->status) return NULL;
    AstArgument *items =
        ast_grow(b, arguments->items, arguments->count, &arguments->capacity, sizeof *items);
    if (!items) return NULL;
    arguments->items = items;
    items[arguments->count++] = argument;
    return arguments;
}

AstArguments *ast_argument(AstBuilder *b, AstArguments *arguments, Ast *value) {
    if (b->status) return NULL;
    return add_argument(b, arguments, (AstArgument){.span = value->span, .value = value});
}

AstArguments *ast_argument_keyword(AstBuilder *b, AstArguments *arguments, Ast *name, Ast *value) {
    if (b->status) return NULL;
    Span span = ast_span(b, name->span.start, value->span.end);
    if (name->kind == AST_TRUE || name->kind == AST_FALSE || name->kind == AST_NONE)
        return ast_fail(b, span, "cannot assign to %s", ast_describe(name));
    if (name->kind != AST_NAME || name->parenthesised)
        return ast_fail(b, span, "expression cannot contain assignment, perhaps you meant \"==\"?");
    AstArgument argument = {.keyword = name->name.text, .span = span, .value = value};
    return add_argument(b, arguments, argument);
}

AstArguments *ast_argument_starred(AstBuilder *b, AstArguments *arguments, Token star, Ast *value) {
    return ast_argument(b, arguments, ast_starred(b, star, value));
}

/* Keywords come last (only *values may follow them), and each once. */
static void check_arguments(AstBuilder *b, const AstArguments *arguments) {
    bool keyword_seen = false;
    for (int32_t i = 0; i < arguments->count; i++) {
        const AstArgument *argument = &arguments->items[i];
        if (argument->keyword.bytes) {
            keyword_seen = true;
            if (ast_seen(argument->keyword, arguments))
                ast_fail(b, argument->span, "keyword argument repeated: %s",
                         argument->keyword.bytes);
        } else if (keyword_seen && argument->value->kind != AST_STARRED) {
            ast_fail(b, argument->span, "positional argument follows keyword argument");
        }
    }
}

Ast *ast_call(AstBuilder *b, Ast *callee, AstArguments *arguments, Token close) {
    if (b->status) return NULL;
    Ast *node = ast_new(b, AST_CALL, callee->span.start, close.end);
    if (!node) return NULL;
    node->call.callee = callee;
    node->call.arguments = arguments;
    check_arguments(b, arguments);
    for (int32_t i = 0; i < arguments->count; i++)
        if (!ast_over(b, node, arguments->items[i].value)) return NULL;
    return ast_over(b, node, callee);
}

/* --- lambda -------------------------------------------------------------------- */

Ast *ast_lambda(AstBuilder *b, Token keyword, AstParameters *parameters, Ast *body) {
    if (b->status) return NULL;
    return ast_function(b, AST_LAMBDA, ast_span(b, keyword.start, body->span.end),
                        ast_intern(b, "<lambda>", 8), parameters, body);
}

/* --- comprehensions ------------------------------------------------------------ */

AstComprehension *ast_clauses(AstBuilder *b) {
    return ast_alloc(b, sizeof(AstComprehension));
}

AstComprehension *ast_clause(AstBuilder *b, AstComprehension *clauses, Ast *target, Ast *value) {
    if (b->status || (target && !ast_check_target(b, target))) return NULL;
    AstClause *items =
        ast_grow(b, clauses->clauses, clauses->count, &clauses->capacity, sizeof *items);
    if (!items) return NULL;
    clauses->clauses = items;
    items[clauses->count++] = (AstClause){target, value};
    clauses->for_count += target != NULL;
    return clauses;
}

static Ast *comprehension(AstBuilder *b, AstKind kind, Span span, Ast *element, Ast *value,
                          AstComprehension *clauses) {
    if (b->status) return NULL;
    if (element->kind == AST_STARRED)
        return ast_fail(b, element->span, "iterable unpacking cannot be used in comprehension");
    const char *name = kind == AST_GENERATOR            ? "<genexpr>"
                       : kind == AST_LIST_COMPREHENSION ? "<listcomp>"
                                                        : "<dictcomp>";
    Ast *node = ast_new(b, kind, span.start, span.end);
    clauses->function = ast_alloc(b, sizeof *clauses->function);
    if (!clauses->function) return NULL;
    clauses->function->name.text = ast_intern(b, name, (int64_t)strlen(name));
    clauses->function->parameters = ast_parameters(b);
    clauses->element = element;
    clauses->value = value;
    node->comprehension = clauses;
    for (int32_t i = 0; i < clauses->count; i++)
        node =
            ast_over(b, ast_over(b, node, clauses->clauses[i].target), clauses->clauses[i].value);
    return ast_over(b, ast_over(b, node, element), value);
}

Ast *ast_comprehension(AstBuilder *b, AstKind kind, Token open, Ast *element, Ast *value,
                       AstComprehension *clauses, Token close) {
    return comprehension(b, kind, ast_span(b, open.start, close.end), element, value, clauses);
}

AstArguments *ast_argument_generator(AstBuilder *b, Ast *element, AstComprehension *clauses) {
    if (b->status) return NULL;
    const Ast *last = clauses->clauses[clauses->count - 1].value;
    Span span = ast_span(b, element->span.start, last->span.end);
    return ast_argument(b, ast_arguments(b),
                        comprehension(b, AST_GENERATOR, span, element, NULL, clauses));
}
