const dismissedKey = 'nightside.install';

/** What Chromium sends when the app could be installed; other browsers have their own menus for it. */
interface InstallPrompt extends Event {
  prompt(): Promise<{ readonly outcome: 'accepted' | 'dismissed' }>;
}

/** Whether the app can be installed at a click. A person who declined once is not offered it again. */
export class InstallOffer {
  #prompt = $state.raw<InstallPrompt | null>(null);
  readonly offered = $derived(this.#prompt !== null);
  readonly #storage: () => Storage;

  /** @param storage may throw: it is forbidden in some browsers, and then nothing is remembered */
  constructor(storage: () => Storage) {
    this.#storage = storage;
  }

  /** Begins to listen; the function that it gives ends that. */
  watch(window: Pick<Window, 'addEventListener' | 'removeEventListener'>): () => void {
    const canInstall = (event: Event) => {
      if (!isInstallPrompt(event)) return;
      event.preventDefault(); // the browser's own banner would not be a quiet one
      if (!this.#declined()) this.#prompt = event;
    };
    const installed = () => {
      this.#prompt = null;
    };
    window.addEventListener('beforeinstallprompt', canInstall);
    window.addEventListener('appinstalled', installed);
    return () => {
      window.removeEventListener('beforeinstallprompt', canInstall);
      window.removeEventListener('appinstalled', installed);
    };
  }

  /** Ask the browser to install the app; it asks the person. */
  async accept(): Promise<void> {
    const prompt = this.#prompt;
    if (!prompt) return;
    this.#prompt = null; // it can be used only once
    const { outcome } = await prompt.prompt();
    if (outcome === 'dismissed') this.#remember();
  }

  #declined(): boolean {
    try {
      return this.#storage().getItem(dismissedKey) !== null;
    } catch (error) {
      if (error instanceof DOMException) return false;
      throw error;
    }
  }

  #remember(): void {
    try {
      this.#storage().setItem(dismissedKey, 'declined');
    } catch (error) {
      // A full or forbidden storage costs only the memory of this choice.
      if (!(error instanceof DOMException)) throw error;
    }
  }
}

function isInstallPrompt(event: Event): event is InstallPrompt {
  return 'prompt' in event && typeof event.prompt === 'function';
}
