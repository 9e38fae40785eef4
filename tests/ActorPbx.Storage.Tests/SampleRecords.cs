using System.Collections.Immutable;
using ActorPbx.Domain;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Media;
using ActorPbx.Domain.Records;
using ActorPbx.Domain.Registration;
using ActorPbx.Pbx.Records;

namespace ActorPbx.Storage.Tests;

/// <summary>Records, calls and bindings to store.</summary>
internal static class SampleRecords
{
    public static readonly DomainName Shanghai = new("shanghai.example.com");
    public static readonly DomainName Berlin = new("berlin.example.com");
    public static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    public static CallRecord Record(
        string call, RecordSide side = RecordSide.Originating, string caller = "100", string called = "101",
        DateTimeOffset? ended = null, DomainName? domain = null) => new(
        new CallId(call), side, domain ?? Shanghai, "node-1", caller, called, "198.51.100.7:5060",
        (ended ?? Noon) - TimeSpan.FromSeconds(70), (ended ?? Noon) - TimeSpan.FromSeconds(65), (ended ?? Noon) - TimeSpan.FromSeconds(60),
        ended ?? Noon, CallOutcome.Answered, 200, 16, ReleasedBy.Caller,
        [new StreamCounters(0, RelaySide.Caller, 3000, 516000, 2, 1.25, 4), new StreamCounters(0, RelaySide.Called, 2999, 515828, 0, 0.5, 0)],
        "corr-" + call, "shanghai", "102");

    public static OpenCall Open(string call) => new(new CallId(call), Shanghai, "node-1", "100", "101", Noon);

    public static Binding Binding(string contact, DateTimeOffset? expires = null) => new(
        contact, "urn:uuid:1", "reg-1@phone", 7, 500, expires ?? Noon.AddHours(1), Noon, "tcp",
        new TransportAddress("203.0.113.5", 40001), BehindNat: true, Connection: 12, "Phone/1.0");

    public static StoreCall Finished(string call, params ImmutableArray<CallRecord> records) =>
        new(new CallId(call), records.Length > 0 ? records : [Record(call), Record(call, RecordSide.Terminating)]);
}
