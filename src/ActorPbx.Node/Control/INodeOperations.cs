using System.Collections.Immutable;
using System.Net;

namespace ActorPbx.Node.Control;

/// <summary>The one port through which the control server asks and orders the PBX.</summary>
public interface INodeOperations
{
    /// <summary>The node as it is now.</summary>
    Task<NodeReport> StatusAsync(CancellationToken cancellation);

    /// <summary>The extensions of a domain or of all, one number or all.</summary>
    Task<ImmutableArray<ExtensionRow>> ExtensionsAsync(string? domain, string? number, CancellationToken cancellation);

    /// <summary>The living calls of a domain or of all.</summary>
    Task<ImmutableArray<CallRow>> CallsAsync(string? domain, CancellationToken cancellation);

    /// <summary>Ends a call, or with null every call; how many were told to end, 0 when there is no such call.</summary>
    Task<int> HangUpAsync(string? call, CancellationToken cancellation);

    /// <summary>Stored call records; with <see cref="CallRecordsRequest.Follow"/> endless.</summary>
    IAsyncEnumerable<CallRecordRow> CallRecordsAsync(CallRecordsRequest request, CancellationToken cancellation);

    /// <summary>The SIP messages that pass, secrets masked; endless, but for those of a call that ends.</summary>
    /// <exception cref="ControlRefusedException">There is no such call.</exception>
    IAsyncEnumerable<TracedRow> TraceAsync(TraceRequest request, CancellationToken cancellation);

    /// <summary>The cluster as the node sees it.</summary>
    /// <exception cref="ControlRefusedException">The node is in no cluster.</exception>
    Task<ClusterReport> ClusterAsync(CancellationToken cancellation);

    /// <summary>Takes what a node announced out of the directory, at every node that hears it.</summary>
    /// <exception cref="ControlRefusedException">The node lives, is not known, or this is no T-MSS.</exception>
    Task ForgetNodeAsync(string node, CancellationToken cancellation);

    /// <summary>The sources that are ignored for a while.</summary>
    Task<ImmutableArray<BanRow>> BansAsync(CancellationToken cancellation);

    /// <summary>Ends the ban of an address, or with null every ban; how many ended, 0 when the address is not ignored.</summary>
    Task<int> ClearBansAsync(IPAddress? source, CancellationToken cancellation);

    /// <summary>Reads the configuration again and takes it over, whole or not at all.</summary>
    /// <param name="checkOnly">Only say what would happen.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    Task<ReloadReply> ReloadAsync(bool checkOnly, CancellationToken cancellation);

    /// <summary>Begins the end of the node and tells how many calls still live, until none does or their time is up.</summary>
    /// <param name="drain">Null takes the configured time; zero ends every call at once.</param>
    /// <param name="cancellation">Ends the watching, not the stopping.</param>
    IAsyncEnumerable<DrainingReply> StopAsync(TimeSpan? drain, CancellationToken cancellation);
}
