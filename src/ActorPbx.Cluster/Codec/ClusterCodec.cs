using System.Buffers;
using System.Text.Json;
using ActorPbx.Pbx.Cluster;

namespace ActorPbx.Cluster.Codec;

/// <summary>
/// Turns messages into bytes and back: <c>{"n":name,"v":version,"b":body}</c>, with <c>"q"</c> for a question's name, <c>"a"</c> for the question that
/// is answered and <c>"e"</c> for an epoch. Whatever comes from the bus, nothing here throws.
/// </summary>
public static class ClusterCodec
{
    /// <summary>Largest message, bytes.</summary>
    public const int MaxBytes = 4 << 20;

    /// <summary>The bytes of a message; false when it is larger than <see cref="MaxBytes"/>.</summary>
    /// <exception cref="InvalidOperationException">The message stands not in the list of forms.</exception>
    public static bool TryEncode(Letter letter, out ReadOnlyMemory<byte> body)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
            Write(writer, letter);
        body = buffer.WrittenMemory;
        return buffer.WrittenCount <= MaxBytes;
    }

    /// <summary>What the bytes are.</summary>
    public static Decoded Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxBytes)
            return new Decoded.Malformed($"{bytes.Length} bytes");
        try
        {
            return Read(bytes);
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException or FormatException or InvalidOperationException or OverflowException)
        {
            return new Decoded.Malformed(fault.Message);
        }
    }

    private static void Write(Utf8JsonWriter writer, Letter letter)
    {
        if (!MessageForms.ByType.TryGetValue(letter.Message.GetType(), out var form))
            throw new InvalidOperationException($"{letter.Message.GetType().Name} has no form in {nameof(MessageForms)}");
        writer.WriteStartObject();
        writer.WriteString("n", form.Name);
        writer.WriteNumber("v", form.Version);
        if (letter.Question.Length > 0)
            writer.WriteString("q", letter.Question);
        if (letter.Answers.Length > 0)
            writer.WriteString("a", letter.Answers);
        if (letter.Epoch != 0)
            writer.WriteNumber("e", letter.Epoch);
        writer.WritePropertyName("b");
        JsonSerializer.Serialize(writer, letter.Message, form.Json);
        writer.WriteEndObject();
    }

    private static Decoded Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes);
        var (name, question, answers, epoch) = ("", "", "", 0L);
        var body = default(Range);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            return new Decoded.Malformed("no object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = Field(ref reader);
            reader.Read();
            switch (field)
            {
                case 'n': name = reader.GetString()!; break;
                case 'q': question = reader.GetString()!; break;
                case 'a': answers = reader.GetString()!; break;
                case 'e': epoch = reader.GetInt64(); break;
                case 'b': body = Skip(ref reader); break;
                default: reader.Skip(); break;
            }
        }

        if (reader.Read())
            return new Decoded.Malformed("something after the end");
        if (string.IsNullOrEmpty(name))
            return new Decoded.Malformed("no name");
        if (!MessageForms.ByName.TryGetValue(name, out var form))
            return new Decoded.Unknown(name);
        return JsonSerializer.Deserialize(bytes[body], form.Json) is ClusterMessage message
            ? new Decoded.Known(new Letter(message, question ?? "", answers ?? "", epoch))
            : new Decoded.Malformed("no body");
    }

    private static char Field(ref Utf8JsonReader reader) => reader.ValueSpan is [var letter] ? (char)letter : ' ';

    private static Range Skip(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return start..(int)reader.BytesConsumed;
    }
}
