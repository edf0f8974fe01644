import { firefox } from '@playwright/test';

const executablePath = process.env.FIREFOX_PATH ?? '/usr/bin/firefox-esr';

/** How every test starts Firefox. Playwright drives the stock browser in another way than the one it brings itself. */
export const firefoxLaunch = {
  executablePath,
  // Without it a release takes no other address for its settings than Mozilla's: see the preferences.
  env: { ...process.env, MOZ_REMOTE_SETTINGS_DEVTOOLS: '1' },
  ...(executablePath === firefox.executablePath() ? {} : { channel: 'moz-firefox' }),
};

/**
 * Preferences of a Firefox that sends everything but what is meant for this machine to a proxy, and nothing of its own.
 *
 * @param port of the proxy, on this machine
 */
export function firefoxPreferences(port: number): Record<string, string | number | boolean> {
  return {
    'network.proxy.type': 1,
    'network.proxy.http': '127.0.0.1',
    'network.proxy.http_port': port,
    'network.proxy.ssl': '127.0.0.1',
    'network.proxy.ssl_port': port,
    'network.proxy.no_proxies_on': 'localhost, 127.0.0.1',
    'network.proxy.failover_direct': false,
    // Its own errands: settings and add-ons from Mozilla, where on Earth it is, whether it is online at all.
    'services.settings.server': 'data:,#remote-settings-dummy/v1',
    'extensions.systemAddon.update.enabled': false,
    'app.normandy.enabled': false,
    'browser.region.update.enabled': false,
    'network.captive-portal-service.enabled': false,
    'dom.push.connection.enabled': false,
    'toolkit.telemetry.server': '',
  };
}
