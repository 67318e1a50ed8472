package org.vexhost.loader.schema;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.ValidationLimitExceededException;
import com.networknt.schema.dialect.BasicDialectRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.keyword.AnnotationKeyword;
import com.networknt.schema.path.PathType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.CompiledSchema;
import org.vexhost.api.Deadline;
import org.vexhost.api.ErrorDetail;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.Json;
import org.vexhost.api.MessageText;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON Schema of a tool's arguments, compiled once. Schemas come from guests. Their size, depth
 * and references are therefore bounded, patterns take linear time, nothing is ever loaded, and
 * judging arguments stops at a deadline. {@code format} is an annotation and asserts nothing, which
 * is the default of draft 2020-12. Thread-safe.
 */
public final class ToolSchema implements CompiledSchema {

    /** The maximum size of a schema: 256 KiB. */
    public static final int MAX_BYTES = 256 << 10;

    /** The maximum nesting depth of a schema: 64. */
    public static final int MAX_DEPTH = 64;

    /** The maximum number of values in a schema: 50,000. */
    public static final int MAX_VALUES = 50_000;

    /** The maximum number of values in arguments: 1,000,000. */
    public static final int MAX_ARGUMENT_VALUES = ArgumentSize.MAX_VALUES;

    /**
     * The maximum number of values in arguments for a schema with {@code unevaluatedItems} or
     * {@code unevaluatedProperties}, because these keywords must remember what was evaluated:
     * 20,000.
     */
    public static final int MAX_UNEVALUATED_VALUES = 20_000;

    private static final Logger LOG = LoggerFactory.getLogger(ToolSchema.class);

    private static final SchemaRegistry REGISTRY = newRegistry();
    private static final SchemaLocation LOCATION = SchemaLocation.of("vexhost:schema");

    private final @Nullable Schema schema;
    private final int maxValues;
    private final List<String> warnings;

    private ToolSchema(@Nullable Schema schema, int maxValues, List<String> warnings) {
        this.schema = schema;
        this.maxValues = maxValues;
        this.warnings = List.copyOf(warnings);
    }

    /**
     * Returns what is allowed but probably a mistake: members that are not keywords, each with its
     * place, at most 10. Printable.
     */
    public List<String> warnings() {
        return warnings;
    }

    /** Returns the warnings of a schema; none if the schema is invalid. */
    public static List<String> warningsOf(Json parameters) {
        try {
            return compile(parameters).warnings();
        } catch (InvalidSchemaException e) {
            return List.of();
        }
    }

    /**
     * Checks and compiles a schema.
     *
     * @throws InvalidSchemaException if it is invalid, too large, or uses a feature that this host
     *     does not support; names the place
     */
    public static ToolSchema compile(Json parameters) throws InvalidSchemaException {
        if (parameters.sizeBytes() > MAX_BYTES) {
            throw new InvalidSchemaException(
                    "",
                    "schema exceeds maxSchemaBytes of %s [%d]"
                            .formatted(MessageText.bytes(MAX_BYTES), parameters.sizeBytes()));
        }
        long values = ArgumentSize.of(parameters).values();
        if (values > MAX_VALUES) {
            throw new InvalidSchemaException(
                    "",
                    "schema exceeds maxSchemaValues of %d values [%d]"
                            .formatted(MAX_VALUES, values));
        }
        JsonNode root;
        try {
            root = JsonTree.ofSchema(parameters);
        } catch (ArgumentsRefusedException e) {
            throw new InvalidSchemaException("", "schema does not parse: members " + e.fact());
        }
        SchemaCheck.Facts facts = SchemaCheck.check(root);
        int maxValues = facts.unevaluated() ? MAX_UNEVALUATED_VALUES : MAX_ARGUMENT_VALUES;
        return new ToolSchema(facts.asserting() ? build(root) : null, maxValues, facts.warnings());
    }

    private static Schema build(JsonNode root) throws InvalidSchemaException {
        if (root instanceof ObjectNode object) {
            // A base URI in the tool's schema would only change how references are named.
            object.remove(SchemaDialect.of(root).idKeyword());
        }
        try {
            Schema schema = REGISTRY.getSchema(LOCATION, root);
            schema.initializeValidators();
            return schema;
        } catch (RuntimeException e) {
            // Any failure of the validator is a problem of this tool alone.
            String problem = MessageText.escape(String.valueOf(e.getMessage()), 200);
            throw new InvalidSchemaException("", "schema does not compile [" + problem + "]");
        }
    }

    private static SchemaRegistry newRegistry() {
        List<Dialect> dialects =
                Arrays.stream(SchemaDialect.values())
                        .map(
                                each ->
                                        Dialect.builder(each.dialect())
                                                .keyword(new UniqueItems())
                                                // The library's own factory keeps and logs every
                                                // unknown name forever.
                                                .unknownKeywordFactory(
                                                        (name, context) ->
                                                                new AnnotationKeyword(name))
                                                .build())
                        .toList();
        SchemaRegistryConfig config =
                SchemaRegistryConfig.builder()
                        .formatAssertionsEnabled(false)
                        .pathType(PathType.JSON_POINTER)
                        .preloadSchema(true)
                        .regularExpressionFactory(new LinearRegularExpressions())
                        .build();
        return SchemaRegistry.builder()
                .dialectRegistry(new BasicDialectRegistry(dialects))
                .defaultDialectId(SchemaDialect.DRAFT_2020_12.dialect().getId())
                .schemaCacheEnabled(false)
                .schemaLoader(loader -> loader.block(iri -> true))
                .schemaRegistryConfig(config)
                .build();
    }

    /**
     * Returns the most heap that {@link #check} uses for these arguments, in bytes. Reads the
     * arguments once.
     *
     * @throws ArgumentsRefusedException if they have too many values
     */
    public long heapBytes(Json arguments) throws ArgumentsRefusedException {
        ArgumentSize size = ArgumentSize.of(arguments);
        size.requireAtMost(maxValues);
        return size.heapBytes();
    }

    /**
     * Judges arguments if that takes little time.
     *
     * @return true if the arguments were judged and match; if false, {@link #check} has to judge
     *     them
     * @throws ArgumentsRefusedException like {@link #check}
     */
    public boolean checkQuickly(Json arguments, Deadline deadline)
            throws ArgumentsRefusedException {
        return judge(arguments, new BoundedEvaluation(deadline, BoundedEvaluation.SMALL_STEPS))
                == Judged.MATCH;
    }

    /**
     * Judges arguments. A duplicate member name is rejected, because the tool might read the other
     * member than the one that was judged.
     *
     * @throws ArgumentsRefusedException if they do not match, with the first 10 violations, or if
     *     they could not be judged
     */
    public void check(Json arguments, Deadline deadline) throws ArgumentsRefusedException {
        BoundedEvaluation evaluation = new BoundedEvaluation(deadline, BoundedEvaluation.MAX_STEPS);
        if (judge(arguments, evaluation) == Judged.OUT_OF_STEPS) {
            throw BoundedEvaluation.tooManySteps(BoundedEvaluation.MAX_STEPS);
        }
    }

    @Override
    public Optional<ErrorDetail.SchemaViolations> violations(Json value, Deadline deadline) {
        try {
            long ignored = heapBytes(value);
            check(value, deadline);
            return Optional.empty();
        } catch (ArgumentsRefusedException e) {
            return Optional.of(
                    e.detail()
                            .filter(ErrorDetail.SchemaViolations.class::isInstance)
                            .map(ErrorDetail.SchemaViolations.class::cast)
                            .orElseGet(() -> notJudged(e.fact())));
        }
    }

    private static ErrorDetail.SchemaViolations notJudged(String fact) {
        return new ErrorDetail.SchemaViolations(
                List.of(new ErrorDetail.Violation("", "schema", fact)));
    }

    private enum Judged {
        MATCH,
        OUT_OF_STEPS
    }

    private Judged judge(Json arguments, BoundedEvaluation evaluation)
            throws ArgumentsRefusedException {
        if (schema == null) {
            JsonTree.requireDistinctNames(arguments);
            return Judged.MATCH;
        }
        JsonNode root = JsonTree.ofArguments(arguments);
        try {
            evaluation.begin();
            schema.validate(evaluation, root);
        } catch (BoundedEvaluation.Stop e) {
            if (evaluation.isOutOfSteps()) {
                return Judged.OUT_OF_STEPS;
            }
            throw e.refusal();
        } catch (ValidationLimitExceededException | StackOverflowError e) {
            throw new ArgumentsRefusedException(
                    ErrorReason.INPUT_TOO_LARGE,
                    "exceed maxSchemaDepth of %d schemas".formatted(BoundedEvaluation.MAX_DEPTH),
                    new ErrorDetail.LimitExceeded(
                            "maxSchemaDepth",
                            BoundedEvaluation.MAX_DEPTH,
                            "schemas",
                            OptionalLong.empty()));
        } catch (RuntimeException e) {
            // Logged at debug level only, because callers choose the arguments.
            LOG.debug("schema validator failed", e);
            throw new ArgumentsRefusedException(
                    ErrorReason.SCHEMA_VIOLATION,
                    "cannot be judged by the schema [%s]".formatted(e.getClass().getSimpleName()));
        } finally {
            evaluation.end();
        }
        List<Error> errors = evaluation.getErrors();
        if (!errors.isEmpty()) {
            throw Violations.refusal(errors);
        }
        return Judged.MATCH;
    }
}
