using System.Collections.Immutable;
using ActorPbx.Node.Control;
using ActorPbx.Node.Logs;
using ActorPbx.Node.Running;
using ActorPbx.Node.Settings;
using ActorPbx.Node.Telemetry;
using ActorPbx.Pbx;
using ActorPbx.Pbx.Domains;
using ActorPbx.Pbx.Numbers;
using ActorPbx.Sip.Transport;
using Microsoft.Extensions.Logging;

namespace ActorPbx.Node.Reload;

/// <summary>What a reload works on.</summary>
/// <param name="Started">The configuration that the node was started with.</param>
/// <param name="System">The actors.</param>
/// <param name="Exchange">The exchange.</param>
/// <param name="Directory">Who announces the node's numbers; null for a node of its own.</param>
/// <param name="Watch">What watches the node.</param>
/// <param name="Level">How much is logged.</param>
/// <param name="Log">Where reloads are told.</param>
internal sealed record ReloadParts(
    LoadedConfiguration Started, ActorSystem System, Exchange Exchange, IActorRef? Directory, NodeWatch Watch, LogLevelSwitch Level, ILogger Log);

/// <summary>
/// Reads the node's configuration again while it runs. All of it is taken over, or nothing: a file with a fault, or with a change that needs a start, changes nothing.
/// Running calls go on as they began.
/// </summary>
internal sealed class NodeReload(ReloadParts parts)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile LoadedConfiguration _inForce = parts.Started;

    /// <summary>The configuration in force.</summary>
    public LoadedConfiguration InForce => _inForce;

    /// <summary>Reads and takes over, or with <paramref name="checkOnly"/> only says what would happen.</summary>
    public async Task<ReloadReply> RunAsync(bool checkOnly, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            var reply = await TryAsync(checkOnly);
            Tell(reply, checkOnly);
            return reply;
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<ReloadReply> TryAsync(bool checkOnly)
    {
        LoadedConfiguration fresh;
        try
        {
            fresh = await Task.Run(() => ConfigurationReader.Read(_inForce.Paths.ConfigurationFile));
        }
        catch (FaultyConfigurationException e)
        {
            return Refused([], e.Problems);
        }

        var changes = SettingsDifference.Between(_inForce, fresh);
        var rows = changes.Select(change => new ReloadedRow(change.Path.ToString(), change.Change.ToString().ToLowerInvariant(), AtOnce(change, fresh))).ToImmutableArray();
        if (rows.Any(row => !row.AtOnce))
        {
            return Refused(rows, [.. changes.Where(change => !AtOnce(change, fresh)).Select(change => Place(change, fresh))]);
        }

        if (checkOnly)
        {
            return new ReloadReply(ReloadOutcome.Possible, rows, []);
        }

        try
        {
            await ApplyAsync(fresh);
        }
        catch (Exception e) when (e is StartException or SipTransportException)
        {
            return Refused(rows, [new ConfigurationProblem(fresh.Paths.ConfigurationFile, 0, 0, "", e.Message)]);
        }

        return new ReloadReply(rows.IsEmpty ? ReloadOutcome.Unchanged : ReloadOutcome.Applied, rows, []);
    }

    // A domain that goes would take its calls and phones along: that is an end, and is asked for by a stop.
    private static bool AtOnce(DifferentSetting change, LoadedConfiguration fresh) =>
        ReloadRules.TakesEffectAtOnce(change.Path) && !(change.Path.Keys is ["domains", var domain, ..] && !fresh.Settings.Domains.ContainsKey(domain));

    private static ConfigurationProblem Place(DifferentSetting change, LoadedConfiguration fresh) =>
        fresh.Tree.Problem(change.Path.ToString(), "takes effect at the next start only.");

    // What can fail comes first.
    private async Task ApplyAsync(LoadedConfiguration fresh)
    {
        parts.Exchange.ReloadCertificates();
        await parts.Watch.ApplyAsync(fresh.Settings);
        parts.Level.Set(fresh.Settings.Log.Level);
        NodeSystem.SetLevel(parts.System, fresh.Settings.Log.Level);
        await parts.Exchange.Domains.Ask<DirectoryReloaded>(new ReloadDirectory(fresh.Directory), Patience);
        parts.Directory?.Tell(new AnnounceNumbers(NodeCluster.OwnNumbers(fresh)), ActorRefs.NoSender);
        // Actors hold the directory of the start, which has become this one.
        _inForce = fresh with { Directory = _inForce.Directory };
    }

    private static ReloadReply Refused(ImmutableArray<ReloadedRow> rows, IReadOnlyList<ConfigurationProblem> problems) =>
        new(ReloadOutcome.Refused, rows, [.. problems.Select(problem => problem.ToString())]);

    private void Tell(ReloadReply reply, bool checkOnly)
    {
        if (checkOnly)
        {
            return;
        }

        if (reply.Outcome == ReloadOutcome.Refused)
        {
            parts.Log.LogWarning("The configuration was read again and refused; nothing has changed: {Problems}", string.Join("; ", reply.Problems));
        }
        else
        {
            parts.Log.LogInformation("The configuration was read again: {Changes}", reply.Changes.IsEmpty ? "no setting differs" : string.Join(", ", reply.Changes.Select(row => row.Path)));
        }
    }
}
