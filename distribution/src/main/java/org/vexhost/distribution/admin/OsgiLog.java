package org.vexhost.distribution.admin;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.service.log.FormatterLogger;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerConsumer;
import org.osgi.service.log.LoggerFactory;

/**
 * An OSGi logger factory that logs through SLF4J. Without a logger factory, Declarative Services
 * and Configuration Admin print to standard output.
 */
final class OsgiLog implements LoggerFactory {

    @Override
    public Logger getLogger(String name) {
        return getLogger(name, Logger.class);
    }

    @Override
    public Logger getLogger(Class<?> type) {
        return getLogger(type.getName(), Logger.class);
    }

    @Override
    public <L extends Logger> L getLogger(Class<?> type, Class<L> loggerType) {
        return getLogger(type.getName(), loggerType);
    }

    @Override
    public <L extends Logger> L getLogger(Bundle bundle, String name, Class<L> loggerType) {
        // A bundle that asks for the root logger gets the logger of its symbolic name.
        String known = Logger.ROOT_LOGGER_NAME.equals(name) ? bundle.getSymbolicName() : name;
        return getLogger(known, loggerType);
    }

    @Override
    public <L extends Logger> L getLogger(String name, Class<L> loggerType) {
        if (loggerType != Logger.class && loggerType != FormatterLogger.class) {
            throw new IllegalArgumentException(
                    "logger has an unknown type [%s]".formatted(loggerType));
        }
        return loggerType.cast(
                Proxy.newProxyInstance(
                        OsgiLog.class.getClassLoader(),
                        new Class<?>[] {loggerType},
                        new Forwarder(
                                org.slf4j.LoggerFactory.getLogger(name),
                                loggerType == FormatterLogger.class)));
    }

    /**
     * Implements both logger interfaces of OSGi. They have the same methods, and differ only in the
     * placeholders of a format.
     */
    private record Forwarder(org.slf4j.Logger log, boolean printf) implements InvocationHandler {

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
                throws Throwable {
            String name = method.getName();
            return switch (name) {
                case "getName" -> log.getName();
                case "isTraceEnabled" -> log.isTraceEnabled();
                case "isDebugEnabled" -> log.isDebugEnabled();
                case "isInfoEnabled" -> log.isInfoEnabled();
                case "isWarnEnabled" -> log.isWarnEnabled();
                case "isErrorEnabled" -> log.isErrorEnabled();
                case "hashCode" -> System.identityHashCode(proxy);
                case "equals" -> arguments != null && proxy == arguments[0];
                case "toString" -> "logger " + log.getName();
                default -> {
                    if (arguments != null) {
                        log(proxy, name, arguments);
                    }
                    yield null;
                }
            };
        }

        private void log(Object proxy, String level, Object[] arguments) throws Throwable {
            if (arguments[0] instanceof LoggerConsumer<?> consumer) {
                @SuppressWarnings("unchecked") // The consumer's declared exception is passed on.
                LoggerConsumer<Exception> any = (LoggerConsumer<Exception>) consumer;
                any.accept((Logger) proxy);
                return;
            }
            String text = String.valueOf(arguments[0]);
            Object[] values = values(arguments);
            if (printf && values.length > 0) {
                text = text.formatted(values);
                values = new Object[0];
            }
            switch (level) {
                case "trace" -> log.trace(text, values);
                case "debug" -> log.debug(text, values);
                case "info" -> log.info(text, values);
                case "warn" -> log.warn(text, values);
                default -> log.error(text, values);
            }
        }

        private static Object[] values(Object[] arguments) {
            if (arguments.length == 2 && arguments[1] instanceof Object[] array) {
                return array;
            }
            Object[] rest = new Object[arguments.length - 1];
            System.arraycopy(arguments, 1, rest, 0, rest.length);
            return rest;
        }
    }
}
