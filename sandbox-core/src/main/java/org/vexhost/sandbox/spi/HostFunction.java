package org.vexhost.sandbox.spi;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.vexhost.api.Capability;

/**
 * A function that guests can import.
 *
 * @param name the name under which guests import the function, for example {@code fd_write}
 * @param parameters the types of the parameters
 * @param result the type of the result; empty if there is no result
 * @param requires the capability that a tool must request to import the function. A tool that
 *     imports the function and does not request the capability is rejected. Empty for functions
 *     that every tool may import; these return an error code if a grant is missing
 * @param dependence the host state on which the result depends
 * @param body the implementation
 * @param <S> the session type of its module
 * @since 1.0
 */
public record HostFunction<S extends HostSession>(
        String name,
        List<NumberType> parameters,
        Optional<NumberType> result,
        Optional<Capability> requires,
        Dependence dependence,
        Body<S> body) {

    /** Copies the parameter types. */
    public HostFunction {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(result, "result");
        Objects.requireNonNull(requires, "requires");
        Objects.requireNonNull(dependence, "dependence");
        Objects.requireNonNull(body, "body");
        parameters = List.copyOf(parameters);
    }

    /**
     * Creates a function whose result may depend on any state of the host. Guests cannot call it
     * during the initialisation for a snapshot.
     */
    public HostFunction(
            String name,
            List<NumberType> parameters,
            Optional<NumberType> result,
            Optional<Capability> requires,
            Body<S> body) {
        this(name, parameters, result, requires, Dependence.HOST, body);
    }

    /**
     * The implementation of a host function.
     *
     * @param <S> the session type of its module
     */
    @FunctionalInterface
    public interface Body<S extends HostSession> {
        /**
         * Runs on the sandbox's thread. All values in {@code arguments} and in the memory come from
         * the guest.
         *
         * @param session the state of this call
         * @param memory the guest's memory, valid during this invocation only
         * @param arguments the values of the parameters, in order; the upper half of an i32 is
         *     meaningless
         * @return the result; ignored if the function has none
         * @throws InterruptedException if the call must end because it was cancelled or its
         *     deadline passed
         * @throws GuestExitException if the guest asked to exit
         * @throws GuestMemoryFault if an address is outside of the guest's memory; the guest then
         *     traps
         */
        long call(S session, GuestMemory memory, long[] arguments) throws InterruptedException;
    }
}
