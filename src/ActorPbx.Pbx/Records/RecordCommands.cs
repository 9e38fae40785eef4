using System.Collections.Immutable;
using ActorPbx.Domain;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Records;
using ActorPbx.Domain.Registration;

namespace ActorPbx.Pbx.Records;

/// <summary>What the PBX asks of the store.</summary>
public abstract record StoreCommand;

/// <summary>
/// Notes that a call lives. A note left over at the next start becomes a record with <see cref="CallOutcome.Interrupted"/> for the half that it
/// names. Not answered.
/// </summary>
public sealed record OpenCall(
    CallId Call, DomainName Domain, string Node, string Caller, string Called, DateTimeOffset StartedAt,
    RecordSide Side = RecordSide.Originating, string Correlation = "", string Branch = "") : StoreCommand;

/// <summary>Keeps a finished call's records and removes its note; answered by <see cref="CallStored"/> after the commit, or <see cref="CallNotStored"/>.</summary>
public sealed record StoreCall(CallId Call, ImmutableArray<CallRecord> Records) : StoreCommand;

/// <summary>Replaces all bindings of a number; answered by <see cref="BindingsStored"/> after the commit, or <see cref="BindingsNotStored"/>.</summary>
public sealed record StoreBindings(DomainName Domain, ExtensionNumber Number, ImmutableArray<Binding> Bindings, long Version) : StoreCommand;

/// <summary>Asks for all bindings of a domain that have not expired; answered by <see cref="BindingsLoaded"/>.</summary>
public sealed record LoadBindings(DomainName Domain) : StoreCommand;

/// <summary>Asks for call records; answered by <see cref="CallsFound"/>.</summary>
/// <param name="Domain">Only this domain, or all.</param>
/// <param name="Number">Only calls from or to this number, or all.</param>
/// <param name="Since">Only calls that ended at or after this instant.</param>
/// <param name="Until">Only calls that ended before this instant.</param>
/// <param name="AfterId">Only records stored after the one with this id (paging forward and following); 0 for the newest.</param>
/// <param name="Limit">At most so many.</param>
/// <param name="Forward">From <paramref name="AfterId"/> forward even when that is 0.</param>
/// <param name="BeforeId">The newest that were stored before the one with this id (paging backward); 0 for the newest of all.</param>
public sealed record FindCalls(
    DomainName? Domain, string? Number, DateTimeOffset? Since, DateTimeOffset? Until, long AfterId, int Limit, bool Forward = false, long BeforeId = 0) : StoreCommand
{
    /// <summary>Most records that one answer carries; more are asked for page by page.</summary>
    public const int LargestPage = 1000;

    /// <summary>Whether the page runs forward from <see cref="AfterId"/>, or back from <see cref="BeforeId"/>.</summary>
    public bool RunsForward => AfterId > 0 || Forward;
}

/// <summary>Asks headquarters' store for records of all branches; answered by <see cref="CallsFound"/>.</summary>
/// <param name="Search">What is looked for.</param>
/// <param name="Branch">Only this branch, or all.</param>
/// <param name="Correlation">Only the call of this name, on all nodes that it crossed, or all.</param>
public sealed record FindCentralCalls(FindCalls Search, string? Branch, string? Correlation);

/// <summary>Can the database be written? What was sent before is written first, and shows it. Answered by <see cref="StoreChecked"/>.</summary>
public sealed record CheckStore : StoreCommand;

/// <summary>What the store answers.</summary>
public abstract record StoreEvent;

/// <summary>Why the database cannot be used; empty when it can.</summary>
public sealed record StoreChecked(string Fault) : StoreEvent;

/// <summary>The records are on disk.</summary>
public sealed record CallStored(CallId Call) : StoreEvent;

/// <summary>The records could not be kept.</summary>
public sealed record CallNotStored(CallId Call, string Reason) : StoreEvent;

/// <summary>The bindings are in the database: they outlive the process, and after some seconds a power cut.</summary>
public sealed record BindingsStored(DomainName Domain, ExtensionNumber Number, long Version) : StoreEvent;

/// <summary>The bindings could not be kept.</summary>
public sealed record BindingsNotStored(DomainName Domain, ExtensionNumber Number, long Version, string Reason) : StoreEvent;

/// <summary>All bindings of a domain, by number.</summary>
public sealed record BindingsLoaded(DomainName Domain, ImmutableArray<NumberBindings> Numbers) : StoreEvent;

/// <summary>The bindings of one number.</summary>
public sealed record NumberBindings(ExtensionNumber Number, ImmutableArray<Binding> Bindings);

/// <summary>Records in the order in which they were stored.</summary>
/// <param name="Records">The records.</param>
/// <param name="Newest">Where a search goes forward: the number of the newest record that there is; else 0.</param>
public sealed record CallsFound(ImmutableArray<StoredRecord> Records, long Newest = 0) : StoreEvent;

/// <summary>A record and the store's running number of it.</summary>
public sealed record StoredRecord(long Id, CallRecord Record);

/// <summary>Keeps a small document under a name, in place of the one before. Not answered.</summary>
public sealed record SaveDocument(string Name, string Content) : StoreCommand
{
    /// <summary>Without the content, which may hold what must not be in a log.</summary>
    public override string ToString() => $"SaveDocument {Name}";
}

/// <summary>Asks for a document; answered by <see cref="DocumentLoaded"/>.</summary>
public sealed record LoadDocument(string Name) : StoreCommand;

/// <summary>The document; null when there is none.</summary>
public sealed record DocumentLoaded(string Name, string? Content) : StoreEvent
{
    /// <summary>Without the content, which may hold what must not be in a log.</summary>
    public override string ToString() => $"DocumentLoaded {Name}";
}
