using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ActorPbx.Node.Control;

namespace ActorPbx.Node.Cli.Output;

/// <summary>What a failed command prints with <c>--json</c>, on the error output.</summary>
public sealed record CliError(string Error);

/// <summary>What <c>stop --json</c> prints at the end.</summary>
public sealed record StopResult(bool Stopped);

/// <summary>What <c>hangup --json</c> prints.</summary>
public sealed record HangUpResult(int Calls);

/// <summary>What <c>cluster forget --json</c> prints.</summary>
public sealed record ForgetResult(string Forgotten);

/// <summary>What <c>bans clear --json</c> prints.</summary>
public sealed record BansClearResult(int Bans);

/// <summary>What <c>config check --json</c> prints.</summary>
public sealed record CheckResult(string File, bool Ok, ImmutableArray<CheckProblem> Problems);

/// <summary>One fault of a configuration.</summary>
public sealed record CheckProblem(string? File, int? Line, int? Column, string? Path, string Message);

/// <summary>One value of <c>config show --json</c>.</summary>
public sealed record ShownValue(string Path, string Value, string? File, int? Line);

/// <summary>The printed JSON of the commands, with serializers made at build time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CliError))]
[JsonSerializable(typeof(StopResult))]
[JsonSerializable(typeof(HangUpResult))]
[JsonSerializable(typeof(CheckResult))]
[JsonSerializable(typeof(ImmutableArray<ShownValue>))]
[JsonSerializable(typeof(NodeReport))]
[JsonSerializable(typeof(ImmutableArray<ExtensionRow>))]
[JsonSerializable(typeof(ImmutableArray<CallRow>))]
[JsonSerializable(typeof(CallRecordRow))]
[JsonSerializable(typeof(TracedRow))]
[JsonSerializable(typeof(ReloadReply))]
[JsonSerializable(typeof(DrainingReply))]
[JsonSerializable(typeof(ClusterReport))]
[JsonSerializable(typeof(ForgetResult))]
[JsonSerializable(typeof(ImmutableArray<BanRow>))]
[JsonSerializable(typeof(BansClearResult))]
[JsonSerializable(typeof(ImmutableArray<StreamRow>))]
public sealed partial class CliJson : JsonSerializerContext;
