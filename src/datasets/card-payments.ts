import { type Random, withRandom } from "../base/random.ts";

/** One payment with a card. */
export interface Payment {
  /** Days since the beginning, with the time of day as fraction. */
  time: number;
  /** Whose card, 0 to `customers` − 1. */
  customer: number;
  /** Euro. */
  amount: number;
  /** Time of day, hours, 0 to 24. */
  hour: number;
  /** From the customer's home to where the card was used, km. */
  distance: number;
  /** Since the card's payment before, hours. For a card's first payment, since the beginning. */
  sinceLast: number;
  /** In a shop on the web. */
  online: boolean;
  /** Somebody else paid with the card. */
  fraud: boolean;
}

export interface CardPaymentsOptions {
  random: Random;
  /** Default 300. */
  customers?: number;
  /** Default 60. */
  days?: number;
  /** The chance that a card is misused at some time. Default 0.1. */
  misuse?: number;
}

/** What is typical of a customer. */
interface Habits {
  perDay: number;
  /** Median amount, euro. */
  amount: number;
  /** Mean distance, km. */
  distance: number;
  /** Share of payments on the web. */
  online: number;
}

/**
 * Payments that nobody made, in the order of time. How they come about:
 *
 * - A customer pays 0.4 to 2.5 times a day, a median of 8 to 60 euro (log-normal, σ 0.8), mostly between 8 and 22 o'clock, an exponential
 *   distance of 2 to 12 km on average from home, and 5 to 40 % of the time on the web.
 * - Every customer travels: one payment in 40 is 100 to 900 km away. So distance alone gives no one away.
 * - A misused card gets 2 to 7 payments within a few hours, at any time of day, on the web or far away: first small ones that test whether the
 *   card works, then some of 2 to 8 times the customer's median. A third of the thieves are careful: near the home, at usual amounts.
 *
 * @throws RangeError when `customers` or `days` is not a whole number above 0, or `misuse` is not from 0 to 1.
 */
export function cardPayments(options: CardPaymentsOptions): {
  rows: Payment[];
  /** `[payments][5]`. */
  features: number[][];
  featureNames: string[];
  /** `[payments]`: 1 for fraud, else 0. */
  labels: number[];
} {
  const { random, customers = 300, days = 60, misuse = 0.1 } = withRandom(options);
  for (const [name, size] of Object.entries({ customers, days }))
    if (!(Number.isInteger(size) && size > 0)) throw new RangeError(`${name} is ${size}: it must be a whole number above 0`);
  if (!(misuse >= 0 && misuse <= 1)) throw new RangeError(`misuse is ${misuse}: it must be from 0 to 1`);
  const rows = Array.from({ length: customers }, (_, customer) => {
    const habits = drawHabits(random);
    const own = ownPayments(random, habits, days);
    const stolen = random.uniform() < misuse ? stolenPayments(random, habits, days) : [];
    return withGaps([...own, ...stolen], customer);
  })
    .flat()
    .sort((a, b) => a.time - b.time);
  return {
    rows,
    features: rows.map(({ amount, hour, distance, sinceLast, online }) => [amount, hour, distance, sinceLast, online ? 1 : 0]),
    featureNames: ["amount (€)", "time of day (h)", "distance from home (km)", "since last payment (h)", "online"],
    labels: rows.map(({ fraud }) => (fraud ? 1 : 0)),
  };
}

type Draft = Omit<Payment, "customer" | "hour" | "sinceLast">;

const between = (random: Random, from: number, to: number) => from + (to - from) * random.uniform();
const exponential = (random: Random, mean: number) => -mean * Math.log(1 - random.uniform());
const logNormal = (random: Random, median: number, sigma: number) =>
  Math.max(0.5, Math.round(100 * median * Math.exp(sigma * random.normal())) / 100);

function drawHabits(random: Random): Habits {
  return {
    perDay: between(random, 0.4, 2.5),
    amount: between(random, 8, 60),
    distance: between(random, 2, 12),
    online: between(random, 0.05, 0.4),
  };
}

function ownPayments(random: Random, { perDay, amount, distance, online }: Habits, days: number): Draft[] {
  const payments: Draft[] = [];
  // Exponential gaps make a Poisson process; the time of day is drawn anew, around noon and around half past six.
  for (let day = exponential(random, 1 / perDay); day < days; day += exponential(random, 1 / perDay)) {
    const hour = random.uniform() < 0.5 ? 12 + 2.5 * random.normal() : 18.5 + 2 * random.normal();
    const web = random.uniform() < online;
    payments.push({
      time: Math.floor(day) + (((hour % 24) + 24) % 24) / 24,
      amount: logNormal(random, amount, 0.8),
      distance: random.uniform() < 1 / 40 ? between(random, 100, 900) : web ? 0 : exponential(random, distance),
      online: web,
      fraud: false,
    });
  }
  return payments;
}

function stolenPayments(random: Random, { amount, distance, online }: Habits, days: number): Draft[] {
  const careful = random.uniform() < 1 / 3;
  const far = between(random, 50, 2000);
  const count = 2 + random.int(6);
  const payments: Draft[] = [];
  let time = between(random, 0, days - 0.5);
  for (let i = 0; i < count; i++) {
    const web = random.uniform() < (careful ? online : 0.6);
    const testing = !careful && i < count / 3;
    payments.push({
      time,
      amount: testing ? logNormal(random, 2, 0.4) : logNormal(random, amount * (careful ? 1.2 : between(random, 2, 8)), 0.5),
      distance: web ? 0 : careful ? exponential(random, distance) : far + exponential(random, 3),
      online: web,
      fraud: true,
    });
    time += exponential(random, careful ? 3 / 24 : 0.4 / 24);
  }
  return payments.filter((payment) => payment.time < days);
}

function withGaps(drafts: Draft[], customer: number): Payment[] {
  let last = 0;
  return drafts
    .sort((a, b) => a.time - b.time)
    .map((draft) => {
      const sinceLast = (draft.time - last) * 24;
      last = draft.time;
      return { ...draft, customer, hour: (draft.time % 1) * 24, sinceLast };
    });
}
