// Stands here until the engine does.

export class Engine {
  constructor(folder) {
    this.folder = folder;
  }

  async search() {
    throw new Error("there is no index yet");
  }

  async facets() {
    throw new Error("there is no index yet");
  }

  async suggest() {
    throw new Error("there is no index yet");
  }
}
