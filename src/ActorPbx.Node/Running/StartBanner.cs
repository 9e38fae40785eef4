using System.Globalization;
using ActorPbx.Node.Settings;
using ActorPbx.Pbx;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Node.Running;

/// <summary>What a node says when it is up: where it listens, who may register, and how the first call is made.</summary>
internal static class StartBanner
{
    public static void Write(LoadedConfiguration configuration, Exchange exchange, TextWriter text)
    {
        var listeners = string.Join(", ", exchange.Listeners.Select(l => $"{l.Transport.UriName()} {l.EndPoint}"));
        text.WriteLine($"ActorPbx {NodeFacts.Version} is up: {listeners}");
        foreach (var domain in configuration.Directory.Domains)
        {
            var settings = configuration.Settings.Domains.First(d => d.Key.Equals(domain.Name.Value, StringComparison.OrdinalIgnoreCase)).Value;
            var numbers = string.Join(", ", settings.Extensions.Keys.Order(StringComparer.Ordinal));
            text.WriteLine($"  domain {domain.Name}: {domain.Extensions.Count.ToString(CultureInfo.InvariantCulture)} extensions ({numbers})");
        }

        text.WriteLine($"  data in {configuration.Paths.DataDirectory}");
        text.WriteLine($"  Register two phones at this machine's address, each with an extension's number as user name and its password from {configuration.Paths.ConfigurationFile},");
        text.WriteLine("  and dial the number of the one on the other. 'actorpbx status' shows the node, 'actorpbx cdr' the calls, Ctrl+C ends it.");
        text.Flush();
    }
}
