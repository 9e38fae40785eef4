using System.Globalization;
using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Configuration;
using ActorPbx.Kernel.Util;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace ActorPbx.Kernel.Serialization;

/// <summary>Writes values tied to a system as their surrogates, and numbers that JSON would make into others with a letter for their type.</summary>
internal sealed class SurrogateConverter(ExtendedActorSystem system) : JsonConverter
{
    public override bool CanConvert(Type objectType) =>
        objectType == typeof(int) || objectType == typeof(float) || objectType == typeof(decimal)
        || objectType == typeof(object) || typeof(ISurrogated).IsAssignableFrom(objectType);

    public override void WriteJson(JsonWriter writer, object? value, JsonSerializer serializer)
    {
        switch (value)
        {
            case int number:
                WriteNumber(writer, "I" + number.ToString(CultureInfo.InvariantCulture));
                break;
            case float number:
                WriteNumber(writer, "F" + number.ToString("R", CultureInfo.InvariantCulture));
                break;
            case decimal number:
                WriteNumber(writer, "M" + number.ToString(CultureInfo.InvariantCulture));
                break;
            case ISurrogated surrogated:
                serializer.Serialize(writer, surrogated.ToSurrogate(system), typeof(object));
                break;
            default:
                serializer.Serialize(writer, value);
                break;
        }
    }

    public override object? ReadJson(JsonReader reader, Type objectType, object? existingValue, JsonSerializer serializer) =>
        Translated(serializer.Deserialize(reader), system, objectType, serializer);

    // What the JSON library read: a number with its letter, a surrogate, an untyped tree, or the value itself.
    internal static object? Translated(object? read, ExtendedActorSystem system, Type? type, JsonSerializer serializer)
    {
        switch (read)
        {
            case JObject { Count: 1 } number when number["$"] is { Type: JTokenType.String } text:
                return Number(text.Value<string>()!);
            case JObject tree when type != null && type != typeof(object):
                return Translated(tree.ToObject(type, serializer), system, null, serializer);
            case ISurrogate surrogate:
                return surrogate.FromSurrogate(system);
            case IConvertible when type != null && type != typeof(object) && read.GetType() != type && type.IsPrimitive:
                return Convert.ChangeType(read, type, CultureInfo.InvariantCulture);
            default:
                return read;
        }
    }

    private static object Number(string text)
    {
        var digits = text.AsSpan(1);
        return text[0] switch
        {
            'I' => int.Parse(digits, NumberStyles.Integer, CultureInfo.InvariantCulture),
            'F' => float.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture),
            'M' => decimal.Parse(digits, NumberStyles.Number, CultureInfo.InvariantCulture),
            _ => throw new NotSupportedException($"Unknown number [{text}]"),
        };
    }

    private static void WriteNumber(JsonWriter writer, string text)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("$");
        writer.WriteValue(text);
        writer.WriteEndObject();
    }
}

/// <summary>Writes a configuration as HOCON.</summary>
internal sealed class ConfigConverter : JsonConverter<Config>
{
    public override void WriteJson(JsonWriter writer, Config? value, JsonSerializer serializer)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("$type");
        writer.WriteValue(typeof(Config).TypeQualifiedName());
        writer.WritePropertyName("hocon");
        writer.WriteValue(value?.ToString());
        writer.WriteEndObject();
    }

    public override Config? ReadJson(JsonReader reader, Type objectType, Config? existingValue, bool hasExistingValue, JsonSerializer serializer) =>
        reader.TokenType == JsonToken.Null ? null : ConfigurationFactory.ParseString(JObject.Load(reader)["hocon"]?.Value<string>() ?? "");
}
