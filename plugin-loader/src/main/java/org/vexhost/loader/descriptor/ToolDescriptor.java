package org.vexhost.loader.descriptor;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.vexhost.api.ToolDefinition;
import org.vexhost.loader.capability.RequestedCapabilities;
import org.vexhost.sandbox.Abi;

/**
 * A tool's descriptor, parsed and checked: the tool's description of itself.
 *
 * @param source the file it was read from, for messages
 * @param definition name, version, description and parameters
 * @param module the path of the module relative to the descriptor's folder, with {@code /} between
 *     names; empty if not given
 * @param abi the binary interface of the module
 * @param args the arguments that a command receives after its name; empty for other tools
 * @param sha256 the required SHA-256 digest of the module, in lower-case hexadecimal; empty if not
 *     given
 * @param requested the requested capabilities
 * @param limits the requested limits
 * @param execution whether clock and randomness are fixed
 * @param start the state in which each call starts
 */
public record ToolDescriptor(
        String source,
        ToolDefinition definition,
        Optional<String> module,
        Abi abi,
        List<String> args,
        Optional<String> sha256,
        RequestedCapabilities requested,
        RequestedLimits limits,
        Execution execution,
        Start start) {

    /** The maximum size of a descriptor: 512 KiB. */
    public static final int MAX_BYTES = 512 << 10;

    /** The maximum number of arguments: 64. */
    public static final int MAX_ARGS = 64;

    /** The maximum size of all arguments together, as UTF-8: 64 KiB. */
    public static final int MAX_ARGS_BYTES = 64 << 10;

    /** Whether clock and randomness are fixed. */
    public enum Execution {
        /** Clock and randomness come from the host. */
        ORDINARY,
        /**
         * Clock and randomness are fixed, so the same input gives the same output and the same
         * fuel.
         */
        DETERMINISTIC
    }

    /** The state in which each call starts. */
    public enum Start {
        /** The module's initial state; each call runs the initialisation. */
        FRESH,
        /** A snapshot of an initialised guest, if the host can make one. */
        SNAPSHOT
    }

    /** The place of a descriptor. */
    public enum Place {
        /** In a file of its own. */
        FILE,
        /**
         * In a custom section of the module. The members {@code module} and {@code sha256} are not
         * allowed there.
         */
        CUSTOM_SECTION
    }

    /** Checks that nothing is null, and copies the list. */
    public ToolDescriptor {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(definition, "definition");
        Objects.requireNonNull(module, "module");
        Objects.requireNonNull(abi, "abi");
        args = List.copyOf(args);
        Objects.requireNonNull(sha256, "sha256");
        Objects.requireNonNull(requested, "requested");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(execution, "execution");
        Objects.requireNonNull(start, "start");
    }

    /** Returns the tool's name. */
    public String name() {
        return definition.name();
    }

    /**
     * Parses and checks a descriptor.
     *
     * @param source the descriptor's file, for messages
     * @param place where the descriptor is located
     * @param utf8 the descriptor's text
     * @throws DescriptorException if it does not conform to {@code docs/descriptor.schema.json}
     */
    public static ToolDescriptor parse(String source, Place place, byte[] utf8)
            throws DescriptorException {
        return new DescriptorReader(source, place).read(utf8);
    }
}
