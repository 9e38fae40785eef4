using Microsoft.Extensions.Logging;

namespace ActorPbx.Node.Logs;

/// <summary>One log event, ready to be written.</summary>
/// <param name="At">When it happened.</param>
/// <param name="Level">How grave it is.</param>
/// <param name="Source">The part of the node that speaks.</param>
/// <param name="Call">The call it belongs to, or null.</param>
/// <param name="Message">The sentence.</param>
/// <param name="Fields">Named values of the sentence and its scopes.</param>
/// <param name="Exception">What failed, or null.</param>
public sealed record LogLine(
    DateTimeOffset At,
    LogLevel Level,
    string Source,
    string? Call,
    string Message,
    IReadOnlyList<KeyValuePair<string, object?>> Fields,
    Exception? Exception);
