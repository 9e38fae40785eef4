using System.Collections.Immutable;
using ActorPbx.Domain;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Registration;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Extensions;
using ActorPbx.Pbx.Trunks;

namespace ActorPbx.Pbx.Operations;

/// <summary>What an operator asks of the exchange; spoken to /user/domains.</summary>
public abstract record OperatorCommand;

/// <summary>How is the node? Answered by <see cref="NodeStatus"/>.</summary>
public sealed record GetStatus : OperatorCommand;

/// <summary>Which extensions are there? Null means all. Answered by <see cref="ExtensionList"/>.</summary>
public sealed record ListExtensions(string? Domain, string? Number) : OperatorCommand;

/// <summary>Which calls are there? Answered by <see cref="CallList"/>.</summary>
public sealed record ListCalls(string? Domain) : OperatorCommand;

/// <summary>How do the trunks of this node stand? Answered by <see cref="TrunkList"/>.</summary>
public sealed record ListTrunks : OperatorCommand;

/// <summary>Trunks in the order of their names.</summary>
public sealed record TrunkList(ImmutableArray<TrunkView> Trunks);

/// <summary>End a call, or all when null. Answered by <see cref="HangUpDone"/>.</summary>
public sealed record HangUpCall(CallId? Call) : OperatorCommand;

/// <summary>Take no new calls; answered by <see cref="Drained"/> when none is left.</summary>
public sealed record Drain : OperatorCommand;

/// <summary>How many calls live? Costs no look at extensions and calls. Answered by <see cref="LivingCalls"/>.</summary>
public sealed record CountLivingCalls : OperatorCommand;

/// <summary>So many calls live.</summary>
public sealed record LivingCalls(int Calls, bool Draining);

/// <summary>Extensions in the order of their numbers.</summary>
public sealed record ExtensionList(ImmutableArray<ExtensionView> Extensions);

/// <summary>Calls in the order of their start.</summary>
public sealed record CallList(ImmutableArray<CallView> Calls);

/// <summary>How many calls were told to end.</summary>
public sealed record HangUpDone(int Calls);

/// <summary>No call is left.</summary>
public sealed record Drained;

/// <summary>Figures of a domain.</summary>
public sealed record DomainStatus(string Domain, int Extensions, int Registered, int Calls);

/// <summary>Figures of the node.</summary>
public sealed record NodeStatus(ImmutableArray<DomainStatus> Domains, bool Draining);

/// <summary>An extension as an operator sees it.</summary>
/// <param name="Domain">Its virtual PBX.</param>
/// <param name="Number">Its number.</param>
/// <param name="DisplayName">Its name.</param>
/// <param name="Devices">The devices registered at this node.</param>
/// <param name="Calls">Its calls at this node.</param>
/// <param name="MaxCalls">How many it may have.</param>
/// <param name="Home">The branch of a guest; else empty.</param>
/// <param name="At">The branch at which a number of this branch rings; empty for here.</param>
public sealed record ExtensionView(
    string Domain, string Number, string DisplayName, ImmutableArray<BindingView> Devices, int Calls, int MaxCalls, string Home = "", string At = "")
{
    /// <summary>From its profile and what its actor last said.</summary>
    public static ExtensionView Of(DomainName domain, ExtensionProfile profile, ExtensionChanged? known, BranchName? at = null) => new(
        domain.Value, profile.Number.Value, profile.DisplayName,
        known is null ? [] : [.. known.Bindings.Select(BindingView.Of)],
        known?.ActiveCalls ?? 0, profile.Class.Limits.MaxCalls, profile.Home?.Value ?? "", at?.Value ?? "");
}

/// <summary>A registered device as an operator sees it.</summary>
public sealed record BindingView(string Contact, string Transport, string Source, string UserAgent, DateTimeOffset RegisteredAt, DateTimeOffset ExpiresAt)
{
    /// <summary>From the binding.</summary>
    public static BindingView Of(Binding binding) => new(
        binding.Contact, binding.Transport, binding.Received.ToString(), binding.UserAgent, binding.RegisteredAt, binding.ExpiresAt);
}

/// <summary>A call as an operator sees it.</summary>
public sealed record CallView(
    string Call, string Domain, string Caller, string Called, string Phase, DateTimeOffset StartedAt, DateTimeOffset? AnsweredAt, bool Relayed)
{
    /// <summary>From its state.</summary>
    public static CallView Of(CallState state) => new(
        state.Id.Value, state.Parties.Domain.Value, state.NumberOf(state.CallerSide).Number, state.Connected.IsCaller ? state.Called : state.NumberOf(state.Connected).Number, PhaseName(state),
        state.StartedAt, state.AnsweredAt, state.RelayWanted);

    private static string PhaseName(CallState state) => state.Phase switch
    {
        CallPhase.Admitting or CallPhase.Paging or CallPhase.OpeningRelay => "setting up",
        CallPhase.Offering => state.RingingAt is null ? "calling" : "ringing",
        CallPhase.Connected => "talking",
        CallPhase.Releasing or CallPhase.Ended => "ending",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state.Phase, "A phase without a name."),
    };
}
