// Tasks that send packets to each other, in the manner of a small operating system: objects, methods, queues.
class Packet {
  constructor(kind, value) {
    this.kind = kind;
    this.value = value;
    this.next = null;
  }
}

class Queue {
  constructor() {
    this.first = this.last = null;
  }

  add(packet) {
    packet.next = null;
    if (this.last) {
      this.last.next = packet;
    } else {
      this.first = packet;
    }
    this.last = packet;
  }

  take() {
    const packet = this.first;
    this.first = packet.next;
    if (!this.first) {
      this.last = null;
    }
    return packet;
  }
}

class Task {
  constructor(priority) {
    this.priority = priority;
    this.queue = new Queue();
    this.handled = 0;
  }

  isReady() {
    return this.queue.first !== null;
  }

  run(scheduler) {
    this.handled++;
    this.handle(this.queue.take(), scheduler);
  }
}

class Worker extends Task {
  handle(packet, scheduler) {
    packet.value = (packet.value * 16807) % 2147483647;
    packet.kind = packet.value % 3 ? 'handler' : 'device';
    scheduler.send(packet);
  }
}

class Handler extends Task {
  constructor(priority) {
    super(priority);
    this.bytes = [0, 0, 0, 0];
  }

  handle(packet, scheduler) {
    for (let each = 0; each < this.bytes.length; each++) {
      this.bytes[each] = (this.bytes[each] + (packet.value >> (8 * each))) & 255;
    }
    packet.kind = packet.value & 1 ? 'device' : 'worker';
    scheduler.send(packet);
  }
}

class Device extends Task {
  constructor(priority) {
    super(priority);
    this.held = null;
  }

  handle(packet, scheduler) {
    if (this.held) {
      this.held.kind = 'worker';
      scheduler.send(this.held);
    }
    this.held = packet;
    if (!scheduler.isAnyOtherReady(this)) {
      this.held = null;
      packet.kind = 'worker';
      scheduler.send(packet);
    }
  }
}

class Scheduler {
  constructor() {
    this.tasks = { worker: new Worker(1), handler: new Handler(2), device: new Device(3) };
    this.ordered = Object.values(this.tasks).sort((a, b) => b.priority - a.priority);
  }

  send(packet) {
    this.tasks[packet.kind].queue.add(packet);
  }

  isAnyOtherReady(task) {
    return this.ordered.some((other) => other !== task && other.isReady());
  }

  run(steps) {
    for (let step = 0; step < steps; step++) {
      this.ordered.find((task) => task.isReady()).run(this);
    }
  }
}

const scheduler = new Scheduler();
for (let each = 1; each <= 8; each++) {
  scheduler.send(new Packet('worker', each));
}
scheduler.run(300000);
const { worker, handler, device } = scheduler.tasks;
console.log(JSON.stringify({ handled: [worker.handled, handler.handled, device.handled], bytes: handler.bytes }));
