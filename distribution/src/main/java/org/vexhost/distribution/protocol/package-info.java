/**
 * The protocol between local commands and a running host. It sends frames of limited size over a
 * Unix domain socket, and has a version.
 *
 * <p>A client connects, and both sides send {@link FrameType#HELLO}. The client then sends one
 * request. The host responds with output frames, and finally sends {@link FrameType#EXIT}. Input
 * for the request follows in {@link FrameType#INPUT} frames. Each connection serves one request. If
 * a client disconnects, its request ends.
 */
@NullMarked
package org.vexhost.distribution.protocol;

import org.jspecify.annotations.NullMarked;
