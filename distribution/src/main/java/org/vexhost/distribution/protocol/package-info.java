/**
 * The protocol between local commands and a running host: bounded, versioned frames on a Unix
 * domain socket.
 *
 * <p>A client connects, both sides send {@link FrameType#HELLO}, the client sends one request, and
 * the host responds with output frames and finally {@link FrameType#EXIT}. Input for the request
 * follows in {@link FrameType#INPUT} frames. A connection has one request. A client that
 * disconnects ends its request.
 */
@NullMarked
package org.vexhost.distribution.protocol;

import org.jspecify.annotations.NullMarked;
