using System.Text.Json.Serialization;
using ActorPbx.Cluster.Membership;
using ActorPbx.Cluster.Messaging;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Pbx.Numbers;
using ActorPbx.Pbx.Records;
using ActorPbx.Pbx.Roaming;
using ActorPbx.Pbx.Subscriptions.Distant;
using ActorPbx.Pbx.Trunks;

namespace ActorPbx.Cluster.Codec;

/// <summary>
/// The serializers of all messages, made by the compiler. Fields that a reader does not know are skipped; fields without a default that are missing,
/// and nulls where none may be, make a message malformed.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(NodeNameConverter), typeof(BranchNameConverter), typeof(LenientEnumConverter)])]
[JsonSerializable(typeof(Heartbeat))]
[JsonSerializable(typeof(NotServed))]
[JsonSerializable(typeof(NumbersAnnounced))]
[JsonSerializable(typeof(NumbersChanged))]
[JsonSerializable(typeof(NumbersStand))]
[JsonSerializable(typeof(DirectoryUpdated))]
[JsonSerializable(typeof(DirectoryStand))]
[JsonSerializable(typeof(AskNumbers))]
[JsonSerializable(typeof(AskDirectory))]
[JsonSerializable(typeof(NodeForgotten))]
[JsonSerializable(typeof(RecordsSent))]
[JsonSerializable(typeof(AskLease))]
[JsonSerializable(typeof(ReturnLease))]
[JsonSerializable(typeof(LeaseAnswered))]
[JsonSerializable(typeof(AskHeldLeases))]
[JsonSerializable(typeof(HeldLeases))]
[JsonSerializable(typeof(AskGuest))]
[JsonSerializable(typeof(GuestTold))]
[JsonSerializable(typeof(GuestsStand))]
[JsonSerializable(typeof(GuestsJudged))]
[JsonSerializable(typeof(AskGuests))]
[JsonSerializable(typeof(AskNumber))]
[JsonSerializable(typeof(NumberStands))]
[JsonSerializable(typeof(NumberUnwatched))]
[JsonSerializable(typeof(NonceKeyTold))]
internal sealed partial class ClusterJson : JsonSerializerContext;
